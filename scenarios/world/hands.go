package world

import (
	"context"
	"slices"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/sim"
	"github.com/tokenstorm/tokenstorm/strategies"
)

// A hand is a process that has a pair and has not stored it yet.
type hand struct {
	id       fakecarrier.RefreshID
	by       culprit
	customer int
	process  *sim.Process
	arrived  time.Duration
	writes   bool          // a store is being written
	ended    time.Duration // of the process, if it did; others may store what it returned
}

// arrived returns the refresh token that an answer brings, and notes that the present process has
// it.
func (s *sessions) arrived(c *client, m *message) (refresh string) {
	s.drop(m)
	id := s.carried[m.index].holds
	s.hands = append(s.hands, hand{
		id: id, by: blame(m, measure.LostUnsaved), customer: c.customer,
		process: s.k.sim.Current(), arrived: s.k.sim.Now(), ended: never,
	})
	return s.k.refreshValue(id)
}

// processEnded notes that the present process ends.
func (w *world) processEnded() {
	for _, k := range w.carriers {
		k.sessions.ended()
	}
}

// ended notes that the present process ends. What it has not stored, those who waited for it may
// store at this instant.
func (s *sessions) ended() {
	if s == nil || len(s.hands) == 0 {
		return
	}
	now, process := s.k.sim.Now(), s.k.sim.Current()
	for i := range s.hands {
		if s.hands[i].process == process && s.hands[i].ended == never {
			s.hands[i].ended = now
			s.k.sim.At(now+1, s.k.call, s.k.calls.put(func() {
				s.letGo(func(h *hand) bool { return h.ended < s.k.sim.Now() && !h.writes }, 0)
			}))
		}
	}
}

// letGo forgets hands, and looks what has become of their sessions since the pair came.
func (s *sessions) letGo(which func(*hand) bool, loss measure.Loss) {
	var gone []hand
	s.hands = slices.DeleteFunc(s.hands, func(h hand) bool {
		if which(&h) {
			gone = append(gone, h)
			return true
		}
		return false
	})
	for _, h := range gone {
		if loss != 0 {
			h.by.loss = loss
		}
		s.lookSince(h.customer, h.by, h.arrived)
	}
}

// killed notes the death of a process.
func (s *sessions) killed(process *sim.Process) {
	if s != nil {
		s.letGo(func(h *hand) bool {
			return h.process == process && h.ended == never || h.writes &&
				h.process == process
		}, measure.LostByCrash)
	}
}

// put writes a pair into a store. An answer to a family before the last sign-in is not stored.
func (s *sessions) put(ctx context.Context, c *cell, t strategies.Token) error {
	pairs, id := s.holdsPairs(c.cache), refreshID(t)
	if pairs {
		s.writes(c.customer, id)
	}
	err := c.cache.access(ctx)
	if err == nil && (id.Family == 0 || id.Family == s.of[c.customer].family) {
		err = c.token.Put(ctx, t)
	}
	if pairs {
		s.wrote(ctx, c, id, err)
	}
	return err
}

// writes notes that the present process writes a pair.
func (s *sessions) writes(customer int, id fakecarrier.RefreshID) {
	for i := range s.hands {
		if h := &s.hands[i]; h.customer == customer && h.id == id {
			h.writes, h.process = true, s.k.sim.Current()
		}
	}
}

// wrote looks what has become of a session, now that its store was written, or was not.
func (s *sessions) wrote(ctx context.Context, c *cell, id fakecarrier.RefreshID, err error) {
	there, _ := c.token.Get(ctx)
	if err != nil || refreshID(there) != id {
		s.letGo(func(h *hand) bool { return h.customer == c.customer && h.id == id }, 0)
		return
	}
	by := culprit{loss: measure.LostOverwritten}
	s.hands = slices.DeleteFunc(s.hands, func(h hand) bool {
		mine := h.customer == c.customer && h.id == id
		if mine {
			by = h.by
			by.loss = measure.LostOverwritten
		}
		return mine
	})
	if id.Family == 0 {
		by.loss = measure.LostDiscarded
	}
	if a, ok := ctx.Value(actionKey{}).(*action); ok && by.serial == 0 {
		by = a.blamed(by.loss)
	}
	s.of[c.customer].written = c.cache
	s.look(c.customer, by)
}
