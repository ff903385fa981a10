package drive

import (
	"context"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/fakecarrier/front"
	"github.com/tokenstorm/tokenstorm/strategies"
)

// begin puts the refresh token of each customer, who has signed in, into every store of his.
func (s *sessions) begin(ctx context.Context) error {
	families, err := s.operator.families(ctx)
	if err != nil {
		return err
	}
	for customer := range s.of {
		id := s.twin.SignIn(s.Scenario.Begins(), fakecarrier.Client(customer))
		for _, family := range families {
			if family.ID == id.Family {
				s.ids[family.Current[0]] = id
				s.signedIn(customer, family, 0)
			}
		}
	}
	return nil
}

// signedIn puts the first refresh token of a family into every store of a customer.
func (s *sessions) signedIn(customer int, family front.FamilyState, generation int64) {
	pair := strategies.Token{Refresh: family.Current[0], Generation: generation}
	s.mu.Lock()
	s.families[pair.Refresh], s.current[customer] = family.ID, family.ID
	s.mu.Unlock()
	for _, c := range s.stores(customer) {
		_ = c.tokens[customer].Put(context.Background(), pair) // never fails
		s.stored(c, customer, pair.Refresh)
	}
}

// stores are those in which a customer's pair lies.
func (s *sessions) stores(customer int) (all []*cache) {
	switch {
	case s.shared:
		return []*cache{s.store}
	case s.common != nil:
		return []*cache{s.common}
	}
	s.nodes.mu.RLock()
	defer s.nodes.mu.RUnlock()
	for _, d := range s.nodes.present {
		all = append(all, d.caches[customer])
	}
	return all
}

// holdsPairs reports whether pairs lie in a cache.
func (s *sessions) holdsPairs(c *cache) bool { return s != nil && s.shared == (c == s.store) }

// takes reports whether a refresh token is one of the customer's present family, which a store may
// take: an answer to a family before the last sign-in is not stored.
func (s *sessions) takes(customer int, refresh string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	family, known := s.families[refresh]
	return refresh == "" || !known || family == s.current[customer]
}

// signInAgain is somebody who signs in after a loss. His pair is newer than all before.
func (s *sessions) signInAgain(customer int, at time.Duration) {
	if !s.clock.until(s.ctx, at) {
		return
	}
	family, err := s.operator.signIn(s.ctx, clientID(customer))
	if err != nil {
		if s.ctx.Err() == nil {
			s.book.unanswered(err)
		}
		return
	}
	s.tell(func() { s.beganAnew(customer, family) })
	newest := int64(0)
	for _, c := range s.stores(customer) {
		t, _ := c.tokens[customer].Get(context.Background())
		newest = max(newest, t.Generation)
	}
	s.signedIn(customer, family, newest+2)
	s.tell(func() { s.of[customer].fresh = fakecarrier.RefreshID{} })
}

// inherit lets the stores of a node that starts hold refresh tokens: those of its life before, for
// they outlast a restart, or else those of a node that runs.
func (s *sessions) inherit(d, before *node) {
	if s == nil || s.shared || s.common != nil {
		return
	}
	if before == nil && len(s.nodes.present) > 0 {
		before = s.nodes.present[0]
	}
	if before == nil {
		return
	}
	for customer, c := range d.caches {
		t, _ := before.caches[customer].tokens[customer].Get(context.Background())
		if s.current[customer] == 0 {
			return // the first nodes of the fleet: nobody has signed in yet
		}
		if before.index == d.index {
			t = strategies.Token{Refresh: t.Refresh, Generation: t.Generation}
			s.gone(before.caches[customer], customer)
		}
		_ = c.tokens[customer].Put(context.Background(), t)
		s.stored(c, customer, t.Refresh)
	}
}

// remembered are the refresh tokens of a customer that processes remember, and would put back.
func (s *sessions) remembered(customer int) (all []string) {
	if !s.remembers {
		return nil
	}
	s.nodes.mu.RLock()
	defer s.nodes.mu.RUnlock()
	for _, d := range s.nodes.present {
		if t, _ := d.memories[customer].Get(context.Background()); d.ctx.Err() == nil {
			all = append(all, t.Refresh)
		}
	}
	return all
}
