package drive

import (
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/scenarios/chance"
)

// A service draws how long one endpoint takes to answer, beyond the time of the real server: the
// scenario's service time, and what the faults in force add.
type service struct {
	mu     sync.Mutex // guards what follows
	takes  chance.Distribution
	slowed []*chance.Distribution // in force, in the order in which they began
	draws  *rand.Rand
}

func (f *fleet) newService(e fakecarrier.Endpoint) *service {
	return &service{
		takes: f.Scenario.Carrier.Service, draws: f.stream("service/" + endpointNames[e]),
	}
}

// take draws a time.
func (s *service) take() time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	took := s.takes.Draw(s.draws)
	for _, by := range s.slowed {
		took += by.Draw(s.draws)
	}
	return took
}

func (s *service) slow(by *chance.Distribution) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.slowed = append(s.slowed, by)
}

func (s *service) recover(by *chance.Distribution) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.slowed = slices.DeleteFunc(s.slowed, func(o *chance.Distribution) bool { return o == by })
}
