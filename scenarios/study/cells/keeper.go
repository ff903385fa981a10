package cells

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"slices"
	"time"

	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// A Study is what the cells of one study depend on beside their seeds and readings.
type Study struct {
	Program string // its version: another one may come to other figures
	Asked   string // what is asked of a run; empty: everything
	// Of is the scenario and the strategy of a contestant.
	Of func(study.Contestant) (*scenarios.Scenario, spec.Strategy, error)
}

// A Keeper is the Keeper of one study.
type Keeper struct {
	store    *Store
	of       Study
	shelf    map[study.Contestant]*shelf
	scenario *scenarios.Scenario // the latest, and its leaves
	leaves   []leaf

	unplanned bool // nobody knows in which order it is asked
}

// A shelf is what there is of one contestant.
type shelf struct {
	head
	scenario *scenarios.Scenario
	useless  bool // it cannot be kept
	files    []file
	cells    []place      // by seed
	own      string       // the file that is written now; empty: none yet
	twice    []study.Cell // of which two runs are kept that differ
	computed seeds
	known    bool // there are cells of this recipe

	unplanned bool     // the Keeper is
	changed   []change // since the most alike of other recipes; nil: there is none
}

// Keeper returns that of a study.
func (s *Store) Keeper(of Study) *Keeper {
	return &Keeper{store: s, of: of, shelf: map[study.Contestant]*shelf{}}
}

// Kept is the outcome that is kept of a cell, with what its scenario says of it now.
func (k *Keeper) Kept(c study.Cell) *measure.Outcome {
	k.store.mu.Lock()
	defer k.store.mu.Unlock()
	on := k.shelfOf(c.Contestant)
	return k.load(on, c)
}

// load reads a cell of the shelf; nil: it has none.
func (k *Keeper) load(on *shelf, c study.Cell) *measure.Outcome {
	i, is := slices.BinarySearchFunc(on.cells, c.Seed, bySeed)
	if !is {
		return nil
	}
	at := on.cells[i]
	f := on.files[at.file].cellAt(at)
	if f == nil {
		return nil // somebody removed it
	}
	o, err := f.outcome(c)
	if err != nil {
		k.store.remark("%s: %s: %v; it is run again", on.files[at.file].path, c, err)
		return nil
	}
	study.Judge(on.scenario, o)
	return o
}

// Keep keeps what a cell came to, unless it failed. It returns no error: where nothing can be
// written, the store remarks it once, and the study goes on.
func (k *Keeper) Keep(r *study.Result) error {
	k.store.mu.Lock()
	defer k.store.mu.Unlock()
	on := k.shelfOf(r.Contestant)
	on.computed.add(r.Seed)
	if r.Outcome == nil || on.useless || k.store.broken {
		return nil
	}
	f := cell(r.Seed, r.Outcome)
	err := fs.ErrNotExist
	if on.own != "" {
		err = k.store.append(on.own, f)
	}
	if errors.Is(err, fs.ErrNotExist) { // or somebody removed it
		on.own, err = k.store.create(&on.head, f)
	}
	if err != nil {
		k.store.fail(err)
	}
	return nil
}

// shelfOf is the shelf of a contestant.
func (k *Keeper) shelfOf(c study.Contestant) *shelf {
	if on := k.shelf[c]; on != nil {
		return on
	}
	on := &shelf{head: head{Format: format, Contestant: c}, unplanned: k.unplanned}
	k.shelf[c], k.store.shelves = on, append(k.store.shelves, on)
	s, with, err := k.of.Of(c)
	if on.scenario = s; err == nil && k.scenario != s {
		k.scenario = s
		k.leaves, err = leavesOf(s)
	}
	if err == nil {
		on.Recipe, err = recipeOf(k.of.Program, c.Reading, k.of.Asked, s, k.leaves, with)
	}
	if err != nil {
		on.useless = true
		k.store.remark("%s is not kept: %v", c, err)
		return on
	}
	key := on.Recipe.key()
	for _, f := range k.store.with(func(f *file) bool { return f.key == key }) {
		k.fill(on, f)
	}
	if on.known = len(on.cells) > 0; !on.known {
		on.changed = k.nearest(on)
	}
	return on
}

// fill adds what a file has of the shelf's cells.
func (k *Keeper) fill(on *shelf, f file) {
	r, err := f.read()
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return // somebody removed it
	case err != nil:
		k.store.remark("%v; its runs are carried out again", err)
		return
	case r.damaged == 0 && !slices.Equal(r.Recipe, on.Recipe):
		r.damaged, r.cells = 1, nil // it has a name that is not its own
	}
	// Of a file that is being written a part of a frame may be seen.
	age := k.store.now().Sub(f.used)
	if r.damaged > 0 || r.cut && (age < 0 || age > time.Minute) {
		k.store.mend(&f, &r)
		if r, err = f.read(); err != nil || len(r.cells) == 0 {
			return
		}
	}
	k.store.use(&f)
	for i := range r.cells {
		r.cells[i].file = int32(len(on.files))
	}
	on.files = append(on.files, f)
	if len(on.cells) == 0 {
		on.cells = r.cells
		return
	}
	for _, p := range r.cells {
		if i, twice := slices.BinarySearchFunc(on.cells, p.seed, bySeed); twice {
			had := on.cells[i]
			c := study.Cell{Seed: p.seed, Contestant: on.Contestant}
			if !alike(on.files[had.file].cellAt(had), f.cellAt(p), c) {
				on.twice = append(on.twice, c)
			}
		}
	}
	// Of a seed that both have the first one stays.
	on.cells = append(on.cells, r.cells...)
	slices.SortStableFunc(on.cells, func(a, b place) int { return cmp.Compare(a.seed, b.seed) })
	on.cells = slices.CompactFunc(on.cells, func(a, b place) bool { return a.seed == b.seed })
}

// alike reports whether two frames have the same outcome; one that is gone is like every other.
func alike(a, b *frame, c study.Cell) bool {
	if a == nil || b == nil || bytes.Equal(a.payload, b.payload) {
		return true
	}
	one, err := a.outcome(c)
	two, err2 := b.outcome(c)
	return err == nil && err2 == nil &&
		bytes.Equal(must(one.MarshalBinary()), must(two.MarshalBinary()))
}

// nearest is what changed since the most alike of the contestant's other recipes; of those alike
// the one used last.
func (k *Keeper) nearest(on *shelf) (changes []change) {
	seen, mine := map[string]bool{}, who(on.Contestant)
	for _, f := range k.store.with(func(f *file) bool { return f.who == mine }) {
		if seen[f.key] || len(seen) == mostRecipes {
			continue
		}
		seen[f.key] = true
		h, ok := f.readHead()
		if !ok {
			continue
		}
		if since := on.Recipe.since(h.Recipe); changes == nil || len(since) < len(changes) {
			changes = since
		}
	}
	return changes
}

// mostRecipes is how many recipes of a contestant are compared with a new one (assumed).
const mostRecipes = 16

// Audit runs some of the cells again that are kept, each by a run of its own, and compares all that
// is kept of them. What differs was not made by this program, or is not the same twice: the error
// names the first. kept is how many of the cells there are.
func (k *Keeper) Audit(
	cells iter.Seq[study.Cell], run study.Runner, parallel func(n int, do func(i int)),
) (a study.Audit, kept int) {
	differ := k.keptTwice(cells)
	for range k.there(cells) {
		kept++
	}
	chosen, n := study.Spread(kept, study.AuditedShare), 0
	var sample []study.Cell
	for c := range k.there(cells) {
		if len(sample) < len(chosen) && n == chosen[len(sample)] {
			sample = append(sample, c)
		}
		n++
	}
	was := func(i int) study.Result {
		return study.Result{Cell: sample[i], Outcome: k.Kept(sample[i])}
	}
	var differing []study.Cell
	a, differing = study.Recompute(len(sample), was, run, parallel, whole)
	what := fmt.Sprintf("%d cells are kept twice and differ", len(differ))
	if len(differ) == 0 {
		differ = differing
		what = fmt.Sprintf("%d of %d cells that are kept come out otherwise when they are computed again",
			len(differ), a.Computed)
	}
	if len(differ) > 0 {
		a.Differs = k.store.differs(fmt.Sprintf("%s, the first %s", what, differ[0]))
	}
	return a, kept
}

// differs is the error of cells that are not what they are kept as.
func (s *Store) differs(what string) error {
	return fmt.Errorf("%s: %s: this program does not repeat itself, or did not make them; "+
		"--cache off does without them, `tokenstorm cache prune --all` begins anew", s.dir, what)
}

// there yields those of the cells that are kept.
func (k *Keeper) there(cells iter.Seq[study.Cell]) iter.Seq[study.Cell] {
	return func(yield func(study.Cell) bool) {
		for c := range cells {
			k.store.mu.Lock()
			_, is := slices.BinarySearchFunc(k.shelfOf(c.Contestant).cells, c.Seed, bySeed)
			k.store.mu.Unlock()
			if is && !yield(c) {
				return
			}
		}
	}
}

// keptTwice lists those of the cells of which two runs are kept that differ.
func (k *Keeper) keptTwice(cells iter.Seq[study.Cell]) (differ []study.Cell) {
	k.store.mu.Lock()
	defer k.store.mu.Unlock()
	for c := range cells {
		if slices.Contains(k.shelfOf(c.Contestant).twice, c) {
			differ = append(differ, c)
		}
	}
	return differ
}

// whole is all that there is of a cell.
func whole(r *study.Result) []byte {
	if r.Outcome == nil {
		return []byte(r.Error)
	}
	return must(r.Outcome.MarshalBinary())
}
