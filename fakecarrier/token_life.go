package fakecarrier

import (
	"fmt"
	"time"
)

// LeastTokenLife is what a token must live longer than, where it does not live as the profile
// says: a second, which the carrier does not admit to.
const LeastTokenLife = time.Second

// WithTokenLife is the carrier whose tokens live so long. It says a second less than it grants, as
// FedEx does. The error is a life that nothing is left of.
func (p Profile) WithTokenLife(life time.Duration) (Profile, error) {
	if life <= LeastTokenLife {
		return p, fmt.Errorf("found a token life of %v; meant more than %v", life, LeastTokenLife)
	}
	p.TokenLife, p.ExpiresIn = life, life-LeastTokenLife
	return p, nil
}
