package study

import (
	"math"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// Of these numbers of runs none is banned, or all are: computed by hand from the mixture.
func TestSequence(t *testing.T) {
	for _, c := range []struct {
		p       Proportion
		verdict Verdict
	}{
		{Proportion{115, 115}, Inconclusive}, {Proportion{116, 116}, Pass},
		{Proportion{0, 0}, Inconclusive}, {Proportion{0, 1}, Inconclusive}, {Proportion{0, 2}, Fail},
		{Proportion{1, 2}, Inconclusive}, {Proportion{1, 3}, Fail},
	} {
		require.Equal(t, c.verdict, c.p.Sequence(.95).verdict(.95), "%+v", c.p)
	}
	// Its bounds are where the data are 20 times less likely than of the mixture.
	for _, p := range []Proportion{{3, 10}, {0, 7}, {7, 7}, {150, 200}} {
		i := p.Sequence(.95)
		require.Less(t, i.Low, i.High)
		require.True(t, i.Contains(p.Share()))
		for _, q := range []float64{i.Low, i.High} {
			if q == 0 || q == 1 {
				continue
			}
			likely := math.Pow(q, float64(p.Hits)) * math.Pow(1-q, float64(p.N-p.Hits))
			mixed := 0. // of the density of Beta(1/2, 1/2), by its arcsine
			const steps = 200_000
			for k := range steps {
				x := math.Pow(math.Sin(math.Pi/2*(float64(k)+.5)/steps), 2)
				mixed += math.Pow(x, float64(p.Hits)) * math.Pow(1-x, float64(p.N-p.Hits)) / steps
			}
			require.InEpsilon(t, 20, mixed/likely, 1e-4, "%+v at %g", p, q)
		}
	}
	require.Equal(t, Interval{0, 1}, Proportion{}.Sequence(.95))
}

// fated are runs of which nothing but bans is known: naive is always banned, lock in every tenth
// run, recommended never.
func fated(c Cell) (measure.Outcome, error) {
	o := measure.Outcome{Strategy: c.Strategy, Asked: measure.BansAlone}
	if c.Strategy == "naive" || c.Strategy == "lock" && c.Seed%10 == 7 {
		first := time.Duration(c.Seed)
		o.Bans = measure.Bans{Count: 1, First: &first}
	}
	return o, nil
}

func undecided(seeds int) Header {
	p := smallPlan(seeds)
	p.Ask = measure.VerdictAlone
	return NewHeader("1", p, Shard{})
}

// Whoever is settled runs no more: naive fails at the first look, recommended passes at the first
// after 116 runs, lock is not settled. An interrupted study resumes to the same bytes, however many
// cores it had; its file and its journal are read as it is.
func TestSettle(t *testing.T) {
	h := undecided(200)
	want, err := h.Execute(Each(fated), inTurn)
	require.NoError(t, err)
	require.Zero(t, want.Missing())
	at := slices.Collect(looks(200))
	passed := at[slices.IndexFunc(at, func(n int) bool { return n >= 116 })]
	for _, c := range want.Plan.Contestants() {
		r := want.Rule(c, NoBan, Required)
		got := []any{r.Proportion.N, r.Verdict}
		switch c.Strategy {
		case "naive":
			require.Equal(t, []any{2, Fail}, got)
		case "recommended":
			require.Equal(t, []any{passed, Pass}, got)
		case "lock":
			require.Equal(t, []any{200, Inconclusive}, got)
		}
		require.Equal(t, r.Proportion.Sequence(Confidence), r.Interval)
	}
	text := written(t, want)
	require.Equal(t, 1+4*(2+passed+200), strings.Count(text, "\n"))
	require.Equal(t, text, written(t, reread(t, "x", text)))

	path := filepath.Join(t.TempDir(), "journal")
	for _, most := range []int{3, 1, 7, 1 << 30} {
		j, err := h.OpenJournal(path)
		require.NoError(t, err)
		got, err := h.Execute(Each(fated), shuffled(uint64(most), most), j)
		require.NoError(t, err)
		require.NoError(t, j.Close())
		if most < 1<<30 {
			require.Positive(t, got.Missing())
			continue
		}
		require.Equal(t, text, written(t, got))
		kept, err := ReadJournal(path)
		require.NoError(t, err)
		require.Equal(t, text, written(t, kept))
	}
	cores, err := h.Execute(Each(fated), onCores)
	require.NoError(t, err)
	require.Equal(t, text, written(t, cores))

	lines := strings.SplitAfter(text, "\n")
	_, err = read("x", strings.NewReader(strings.Join(lines[:len(lines)-2], "")))
	require.ErrorContains(t, err, "and 1 cells are missing; meant a whole file")
	lines[3], lines[4] = lines[4], lines[3]
	_, err = read("x", strings.NewReader(strings.Join(lines, "")))
	require.ErrorContains(t, err, "x:4:1: found another cell")
}

func TestSettleIsOfBansAlone(t *testing.T) {
	h := undecided(100)
	h.Shard = Shard{1, 2}
	require.ErrorContains(t, h.check(), "either shards or verdicts alone")
	h = undecided(100)
	h.Plan.Precision = &Precision{Figure: "banned", HalfWidth: .1, Batch: 30, Most: 100}
	require.ErrorContains(t, h.check(), "or an interval is to be narrow")
	h.Plan.Ask, h.Plan.Precision.Figure = measure.BansAlone, "p99"
	require.ErrorContains(t, h.check(), "a precision of p99, and bans alone are asked for")
	h.Plan.Precision, h.Plan.Ask = nil, "sessions"
	require.ErrorContains(t, h.check(),
		`asked for "sessions"; meant one of bans, verdict, or nothing for all`)
}
