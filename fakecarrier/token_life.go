package fakecarrier

import (
	"fmt"
	"time"

	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// LeastTokenLife is what a token must live longer than, where it does not live as the profile
// says: a second, which the carrier does not admit to.
const LeastTokenLife = time.Second

// Says is what an answer says of the life of the token that it brings.
type Says = unit.Enum[saysNames]

// The profile's ExpiresIn, whatever the life is; or the token's own life, or a second less; or
// nothing.
const (
	SaysExpiresIn Says = iota
	SaysLife
	SaysSecondLess
	SaysNothing
)

type saysNames struct{}

func (saysNames) Names() []string { return []string{"expires_in", "life", "second-less", "none"} }

// says is the expires_in of a token that lives so long, or that there is none.
func (c *Carrier) says(life time.Duration) (expiresIn time.Duration, unsaid bool) {
	switch c.profile.Says {
	case SaysLife:
		return life, false
	case SaysSecondLess:
		return max(0, life-LeastTokenLife), false
	case SaysNothing:
		return 0, true
	case SaysExpiresIn:
	}
	return c.profile.ExpiresIn, false
}

// WithTokenLife is the carrier whose tokens live so long. It says a second less than it grants, as
// FedEx does. The error is a life that nothing is left of.
func (p Profile) WithTokenLife(life time.Duration) (Profile, error) {
	if life <= LeastTokenLife {
		return p, fmt.Errorf("found a token life of %v; meant more than %v", life, LeastTokenLife)
	}
	p.TokenLife, p.LifeMost, p.ExpiresIn = life, 0, life-LeastTokenLife
	return p, nil
}
