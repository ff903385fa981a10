package cells

import (
	"bytes"
	"fmt"
	"slices"
	"sync"

	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

// An Unplanned is the study.Store of runs of which nobody knows before which they are. Of those
// that are asked for it computes one in a hundred again, the first among them: they are the share
// of study.AuditedShare.
type Unplanned struct {
	*Keeper
	run study.Runner

	mu    sync.Mutex
	kept  int
	audit study.Audit
}

// Unplanned returns that of runs of which so much is asked.
func (s *Store) Unplanned(of Study, ask measure.Asked) *Unplanned {
	of.Asked = ask.String()
	u := &Unplanned{Keeper: s.Keeper(of)}
	u.unplanned = true
	u.run = func(cells []study.Cell) ([]*measure.Outcome, error) {
		scenario, with, err := of.Of(cells[0].Contestant)
		if err != nil {
			return nil, err
		}
		return study.Run(cells, scenario, with, ask)
	}
	return u
}

// Kept is the outcome that is kept of a cell; nil where it comes out otherwise when it is computed
// again.
func (u *Unplanned) Kept(c study.Cell) *measure.Outcome {
	o := u.Keeper.Kept(c)
	if o == nil {
		return nil
	}
	const oneIn = 1 / study.AuditedShare
	u.mu.Lock()
	u.kept++
	again := u.kept%oneIn == 1
	u.mu.Unlock()
	if twice := u.twice(c); twice || again {
		outcomes, err := u.run([]study.Cell{c})
		if err != nil || !u.same(c, o, outcomes[0]) || twice {
			u.differ(c)
			return nil
		}
	}
	return o
}

// twice reports whether two runs of a cell are kept that differ.
func (u *Unplanned) twice(c study.Cell) bool {
	u.store.mu.Lock()
	defer u.store.mu.Unlock()
	return slices.Contains(u.shelfOf(c.Contestant).twice, c)
}

// Tell keeps what became of a cell, or compares it with what is kept.
func (u *Unplanned) Tell(r *study.Result) error {
	o := u.Keeper.Kept(r.Cell)
	if o == nil || r.Outcome == nil {
		return u.Keep(r)
	}
	u.mu.Lock()
	u.kept++
	u.mu.Unlock()
	if !u.same(r.Cell, o, r.Outcome) {
		u.differ(r.Cell)
	}
	return nil
}

// same counts a cell that was computed again, and reports whether it came out as it is kept.
func (u *Unplanned) same(c study.Cell, was, is *measure.Outcome) bool {
	equal := bytes.Equal(whole(&study.Result{Cell: c, Outcome: was}),
		whole(&study.Result{Cell: c, Outcome: is}))
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.audit.Computed++; equal {
		u.audit.Equal++
	}
	return equal
}

// differ notes a cell that does not come out as it is kept.
func (u *Unplanned) differ(c study.Cell) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.audit.Differs == nil {
		u.audit.Differs = u.store.differs(fmt.Sprintf(
			"cells that are kept come out otherwise when they are computed again, the first %s", c))
	}
}

// Audit is what the cells came to that were computed again, and how many there were.
func (u *Unplanned) Audit() (a study.Audit, kept int) {
	u.mu.Lock()
	defer u.mu.Unlock()
	return u.audit, u.kept
}
