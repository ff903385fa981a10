package cells

import (
	"bytes"
	"fmt"
	"hash/fnv"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

const scenarioText = "about: x\nlength: 1m\nstrategies: [naive, lock]\nfleet: {users: 500}\n" +
	"network: {api: {leg: 50ms}, token: {leg: 50ms}}\nworkload: [{burst: {at: 1s, clicks: 1}}]\n" +
	"expect: [{of: [naive], bans: [count==1]}]\n"

// A trial is a small study of handmade outcomes, and its folder.
type trial struct {
	dir        string
	text       string // of the scenario
	program    string
	strategies []string
	seeds      int
	strange    string // is part of every outcome: another program
	limit      int64
	now        time.Time
}

func begin(t *testing.T) trial {
	t.Helper()
	return trial{dir: filepath.Join(t.TempDir(), "cells"), text: scenarioText, program: "1",
		strategies: []string{"naive", "lock"}, seeds: 30, limit: DefaultLimit,
		now: time.Unix(1<<32, 0)}
}

// A result is what became of the study.
type result struct {
	study   *study.Study
	ran     int
	audit   study.Audit
	kept    int
	reasons []string
	remarks []string
}

func inTurn(n int, do func(i int)) {
	for i := range n {
		do(i)
	}
}

// outcomeOf is an outcome that depends on all that a cell is.
func (of trial) outcomeOf(c study.Cell) measure.Outcome {
	h := fnv.New64a()
	fmt.Fprint(h, c, of.strange)
	n := int(h.Sum64() % 1000)
	return measure.Outcome{
		Scenario: c.Scenario, Strategy: c.Strategy, Reading: c.Reading, Seed: c.Seed, Digest: "d",
		VirtualSeconds: 60, Events: uint64(n), Bans: measure.Bans{Count: n % 3},
		Token: measure.TokenCount{Requests: n, Why: measure.Whys{Ahead: n}},
	}
}

func (of trial) store(t *testing.T) *Store {
	t.Helper()
	s, err := Open(of.dir, of.limit, func() time.Time { return of.now })
	require.NoError(t, err)
	return s
}

// do carries the study out.
func (of trial) do(t *testing.T) (got result) {
	t.Helper()
	return of.in(t, of.store(t))
}

func (of trial) in(t *testing.T, store *Store) (got result) {
	t.Helper()
	s, err := scenarios.Parse("x.yaml", []byte(of.text))
	require.NoError(t, err)
	keeper := store.Keeper(Study{Program: of.program, Of: func(
		c study.Contestant,
	) (*scenarios.Scenario, spec.Strategy, error) {
		with, err := spec.Lookup(c.Strategy)
		return s, with, err
	}})
	run := study.Each(func(c study.Cell) (measure.Outcome, error) {
		got.ran++
		o := of.outcomeOf(c)
		study.Judge(s, &o)
		return o, nil
	})
	h := study.NewHeader(of.program, study.Plan{
		Scenarios: []string{"x"}, Readings: []string{"akamai"}, Strategies: of.strategies, First: 1,
		Seeds: of.seeds, Inputs: []study.Input{},
	}, study.Shard{})
	if got.audit, got.kept = keeper.Audit(h.Cells(), run, inTurn); got.audit.Differs != nil {
		return got
	}
	got.ran = 0
	got.study, err = h.Execute(run, inTurn, keeper)
	require.NoError(t, err)
	got.reasons, got.remarks = store.Reasons(), store.Remarks()
	return got
}

// written is the study as it is printed.
func (r result) written(t *testing.T) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, r.study.Write(&b))
	return b.String()
}

// Nothing is run that was run before, whatever is asked next; what is run is said with its reason;
// what comes out is what comes out where nothing is kept.
func TestGrow(t *testing.T) {
	const both = "x with naive, reading akamai, and 1 more: "
	for _, c := range []struct {
		name   string
		change func(*trial)
		ran    int
		reason string
	}{
		{"the same again", func(*trial) {}, 0, ""},
		{"seeds", func(of *trial) { of.seeds = 60 }, 60,
			both + "60 runs computed: seeds 31 to 60 are new"},
		{"fewer seeds", func(of *trial) { of.seeds = 7 }, 0, ""},
		{"a strategy", func(of *trial) { of.strategies = []string{"cache-first", "naive", "lock"} }, 30,
			"x with cache-first, reading akamai: 30 runs computed: new"},
		{"a comment", func(of *trial) { of.text += "# new\n" }, 0, ""},
		{"what is expected", func(of *trial) {
			of.text = strings.Replace(of.text, "count==1", "count==2", 1)
		}, 0, ""},
		{"a setting", func(of *trial) { of.text = strings.Replace(of.text, "500", "600", 1) }, 60,
			both + "60 runs computed anew: fleet.users was 500, is 600"},
		{"the program", func(of *trial) { of.program = "2" }, 60,
			both + "60 runs computed anew: another version of this program kept them"},
		{"both", func(of *trial) {
			of.program, of.text = "2", strings.Replace(of.text, "500", "600", 1)
		}, 60, both + "60 runs computed anew: another version of this program kept them, " +
			"fleet.users was 500, is 600"},
	} {
		t.Run(c.name, func(t *testing.T) {
			of := begin(t)
			first := of.do(t)
			require.Equal(t, 60, first.ran)
			require.Equal(t, []string{both + "60 runs computed: new"}, first.reasons)
			c.change(&of)
			got := of.do(t)
			require.Equal(t, c.ran, got.ran)
			require.Equal(t, c.reason, strings.Join(got.reasons, "\n"))
			require.Empty(t, got.remarks)
			if got.kept > 0 {
				require.Equal(t, study.Audit{Equal: 1, Computed: 1}, got.audit)
			}
			fresh := of
			fresh.dir = filepath.Join(t.TempDir(), "none")
			require.Equal(t, fresh.do(t).written(t), got.written(t))
			require.Equal(t, 0, of.do(t).ran, "and now it is kept")
		})
	}
}

// A kept cell that is not what its run comes to is found, if it is among those that are computed
// again, and the study goes no further.
func TestWrongCell(t *testing.T) {
	of := begin(t)
	of.strange = "another world"
	of.do(t)
	of.strange = ""
	got := of.do(t)
	require.ErrorContains(t, got.audit.Differs, of.dir+": 1 of 1 cells that are kept come out "+
		"otherwise when they are computed again, the first x with naive, reading akamai, seed 1: this "+
		"program does not repeat itself, or did not make them; --cache off does without them")
	require.Nil(t, got.study)
}

// Two processes may run the same cells at the same time. Both are kept; where they differ it is
// found, whichever cells are computed again.
func TestTwice(t *testing.T) {
	of := begin(t)
	one, two := of.store(t), of.store(t)
	of.in(t, one)
	of.in(t, two)
	require.Equal(t, 0, of.do(t).ran)
	require.Equal(t, study.Audit{Equal: 1, Computed: 1}, of.do(t).audit)

	of = begin(t)
	one, two = of.store(t), of.store(t)
	of.in(t, one)
	of.strange = "another world"
	of.in(t, two)
	of.strange = ""
	require.ErrorContains(t, of.do(t).audit.Differs,
		": 60 cells are kept twice and differ, the first x with naive, reading akamai, seed 1: ")
}

// Whatever byte of a file is changed, and wherever it is cut: what comes out is the same, what is
// damaged is run again and said, and then the file is whole.
func TestDamage(t *testing.T) {
	t.Parallel()
	of := begin(t)
	of.strategies, of.seeds = []string{"naive"}, 3
	want := of.do(t).written(t)
	all, err := filepath.Glob(filepath.Join(of.dir, "*"))
	require.NoError(t, err)
	require.Len(t, all, 1)
	sound, err := os.ReadFile(all[0])
	require.NoError(t, err)
	t.Logf("%d bytes, 3 cells", len(sound))
	tries := 0
	try := func(data []byte, what string) {
		others, err := filepath.Glob(filepath.Join(of.dir, "*"))
		require.NoError(t, err)
		for _, f := range others {
			require.NoError(t, os.Remove(f))
		}
		require.NoError(t, os.WriteFile(all[0], data, 0o644))
		got := of.do(t)
		require.Equal(t, want, got.written(t), what)
		require.Positive(t, got.ran, what)
		require.Less(t, got.ran, 4, what)
		r, err := parse(bytes.NewReader(data), int64(len(data)))
		require.NoError(t, err)
		if r.cut || r.damaged > 0 {
			require.Equal(t, []string{all[0] + ": damaged; the runs that it lacks are carried out again"},
				got.remarks, what)
		}
		if tries++; tries%16 == 0 {
			again := of.do(t)
			require.Zero(t, again.ran, what)
			require.Equal(t, want, again.written(t), what)
		}
	}
	for i := range sound {
		damaged := bytes.Clone(sound)
		damaged[i] ^= 1 << (i % 8)
		try(damaged, fmt.Sprintf("byte %d", i))
	}
	for n := range sound {
		if n%11 == 0 {
			try(sound[:n], fmt.Sprintf("the first %d bytes", n))
		}
	}
	try(make([]byte, len(sound)), "zeros")
	try(append(bytes.Clone(sound[:len(sound)-1]), sound...), "one behind another that is cut")
}

// A folder that cannot be written, or none that can be made, costs time alone, and is said once.
func TestUnwritable(t *testing.T) {
	of := begin(t)
	want := of.do(t).written(t)
	blocked := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(blocked, []byte("mine"), 0o644))
	of.dir = filepath.Join(blocked, "below")
	_, err := Open(blocked, DefaultLimit, nil)
	require.Error(t, err, "a file")
	_, err = Open(of.dir, DefaultLimit, nil)
	require.Error(t, err, "below a file")

	of.dir = filepath.Join(t.TempDir(), "cells")
	store := of.store(t)
	require.NoError(t, os.WriteFile(of.dir, []byte("mine"), 0o644)) // between opening and writing
	got := of.in(t, store)
	require.Equal(t, want, got.written(t))
	require.Len(t, got.remarks, 1)
	require.Contains(t, got.remarks[0], "runs are not kept in "+of.dir+": ")
	data, err := os.ReadFile(of.dir)
	require.NoError(t, err)
	require.Equal(t, "mine", string(data))
}

// A file that somebody removes while it is used costs time alone.
func TestRemovedMeanwhile(t *testing.T) {
	of := begin(t)
	want := of.do(t).written(t)
	store := of.store(t)
	all, err := filepath.Glob(filepath.Join(of.dir, "*"))
	require.NoError(t, err)
	for _, f := range all {
		require.NoError(t, os.Remove(f))
	}
	got := of.in(t, store)
	require.Equal(t, want, got.written(t))
	require.Equal(t, 60, got.ran)
	require.Zero(t, of.do(t).ran)
}

// Beyond the limit those go that were not used for longest; what others keep in the folder stays.
func TestLimit(t *testing.T) {
	of := begin(t)
	of.do(t)
	mine := filepath.Join(of.dir, "mine.txt")
	require.NoError(t, os.WriteFile(mine, nil, 0o644))
	store := of.store(t)
	old, size := store.files, store.size
	for _, f := range old {
		require.NoError(t, os.Chtimes(f.path, time.Time{}, time.Unix(1e8, 0)))
	}
	of.limit = size * 3 / 2
	of.program = "2"
	got := of.do(t)
	require.Equal(t, 60, got.ran)
	require.Empty(t, got.remarks)
	require.LessOrEqual(t, of.store(t).size, of.limit)
	require.Equal(t, 0, of.do(t).ran, "the new ones stay")
	require.FileExists(t, mine)
	gone := 0
	for _, f := range old {
		if _, err := os.Stat(f.path); err != nil {
			gone++
		}
	}
	require.Positive(t, gone)
}

// A run that fails is not kept.
func TestFailureIsNotKept(t *testing.T) {
	of := begin(t)
	keeper := of.store(t).Keeper(Study{Program: "1", Of: func(
		study.Contestant,
	) (*scenarios.Scenario, spec.Strategy, error) {
		s, err := scenarios.Parse("x.yaml", []byte(of.text))
		require.NoError(t, err)
		naive, err := spec.Lookup("naive")
		return s, naive, err
	}})
	c := study.Cell{Seed: 1, Contestant: study.Contestant{
		Scenario: "x", Reading: "akamai", Strategy: "naive",
	}}
	require.NoError(t, keeper.Keep(&study.Result{Cell: c, Error: "no luck"}))
	require.Nil(t, keeper.Kept(c))
	require.NoDirExists(t, of.dir)
}

// Many at once read and write one folder.
func TestAtOnce(t *testing.T) {
	of := begin(t)
	info, err := os.Stat(filepath.Dir(of.dir)) // which was made just now
	require.NoError(t, err)
	of.now = info.ModTime()
	want := of.do(t).written(t)
	of.dir = filepath.Join(t.TempDir(), "cells")
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			got := of.do(t)
			if got.written(t) != want || len(got.remarks) > 0 {
				t.Errorf("%v", got.remarks)
			}
		})
	}
	all.Wait()
	require.Zero(t, of.do(t).ran)
}

func TestNames(t *testing.T) {
	_, ok := parsed(who(study.Contestant{}) + "-" + strings.Repeat("0", keyDigits) + "-1.cells")
	require.True(t, ok)
	for _, name := range []string{"", "x.cells", "a-b-c.cells", ".cells", "mine.txt"} {
		_, ok := parsed(name)
		require.False(t, ok, name)
	}
}
