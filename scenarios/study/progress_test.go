package study

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// What is told while a study runs is, in the end, what is printed of it: the same counts, by wider
// intervals, for they hold at every look.
func TestProgressEndsWhereTheStudyDoes(t *testing.T) {
	h := NewHeader("1", smallPlan(40), Shard{})
	p := NewProgress(h)
	require.Equal(t, Count{All: 480}, p.Count())
	for _, s := range p.Standings() {
		require.Equal(t, "no runs", s.Text)
		require.Equal(t, Interval{0, 1}, s.Interval)
	}
	s, err := h.Execute(Each(handmade), shuffled(3, 1000), p)
	require.NoError(t, err)
	failed := len(s.Failures())
	require.Equal(t, Count{All: 480, Done: 480, Failed: failed}, p.Count())
	during, after := p.Standings(), s.Standings()
	require.Len(t, after, 12)
	for i := range after {
		require.Equal(t, after[i].Contestant, during[i].Contestant)
		require.Equal(t, after[i].Banned, during[i].Banned)
		require.Equal(t, after[i].Expected, during[i].Expected)
		require.Equal(t, after[i].Failed, during[i].Failed)
		require.Positive(t, after[i].Banned.Hits)
		require.Equal(t, s.Probable(after[i].Banned), after[i].Text)
		require.Equal(t, s.Rule(after[i].Contestant, AsExpected, Required).Verdict, after[i].Verdict)
		require.Greater(t, during[i].Interval.HalfWidth(), after[i].Interval.HalfWidth())
	}
}

// Cells that another keeper had are told as well; a shard has its own alone.
func TestProgressCountsWhatIsKept(t *testing.T) {
	h := NewHeader("1", smallPlan(20), Shard{Number: 2, Of: 3})
	whole := executed(t, h, inTurn)
	require.Equal(t, 80, whole.Len())
	p := NewProgress(h)
	stopped := func() time.Time { return time.Unix(0, 0) }
	_, err := h.Execute(p.Timed(Each(handmade), stopped), inTurn, p, having{whole})
	require.NoError(t, err)
	failed := len(whole.Failures())
	require.Positive(t, failed)
	require.Equal(t, Count{All: 80, Done: 80, Failed: failed, Computed: failed}, p.Count(),
		"those that failed are run again, even those that panic")
}

// having has the outcomes of a study.
type having struct{ *Study }

func (h having) Keep(*Result) error { return nil }

func (h having) Kept(c Cell) *measure.Outcome { return h.Result(h.kept.find(c)).Outcome }

// Cheap runs that are done say nothing of dear ones that are not: the time left goes by what the
// runs of each strategy take. Two run at once here: in 30 s of the clock 60 s of work are done.
func TestTimeLeftGoesByCost(t *testing.T) {
	plan := smallPlan(10)
	plan.Scenarios, plan.Readings = []string{"storm"}, []string{"akamai"}
	plan.Strategies = []string{"cheap", "dear"}
	p := NewProgress(NewHeader("1", plan, Shard{}))
	start := time.Unix(0, 0)
	_, known := p.Left(start)
	require.False(t, known, "nothing was run")

	ran := func(strategy string, took time.Duration, times int) {
		for range times {
			now := start
			c := Cell{1, Contestant{"storm", "akamai", strategy}}
			run := p.Timed(Each(func(Cell) (measure.Outcome, error) {
				now = now.Add(took)
				return measure.Outcome{}, nil
			}), func() time.Time { return now })
			o, err := run([]Cell{c})
			require.NoError(t, err)
			require.NoError(t, p.Keep(&Result{Cell: c, Outcome: o[0]}))
		}
	}
	ran("cheap", time.Second, 10)
	ran("dear", 25*time.Second, 2)
	left, known := p.Left(start.Add(30 * time.Second))
	require.True(t, known)
	require.Equal(t, 100*time.Second, left, "8 runs of 25 s, two at once; by number 20 s")

	ran("dear", 25*time.Second, 8)
	left, _ = p.Left(start.Add(130 * time.Second))
	require.Zero(t, left)
}

// Runs that are carried out somewhere else count by what they took there, not by their waiting.
func TestTimeLeftOfRunsElsewhere(t *testing.T) {
	plan := smallPlan(10)
	plan.Scenarios, plan.Readings = []string{"storm"}, []string{"akamai"}
	plan.Strategies = []string{"naive"}
	p := NewProgress(NewHeader("1", plan, Shard{}))
	start := time.Unix(1000, 0)
	for seed := range uint64(4) { // on two machines
		c := Cell{1 + seed, Contestant{"storm", "akamai", "naive"}}
		o := []*measure.Outcome{{}}
		p.Spend([]Cell{c}, o, 3*time.Second, start.Add(time.Duration(1+seed/2)*3*time.Second))
		require.NoError(t, p.Keep(&Result{Cell: c, Outcome: o[0]}))
	}
	left, known := p.Left(start.Add(6 * time.Second))
	require.True(t, known)
	require.Equal(t, 9*time.Second, left, "6 runs of 3 s, two at once")
	require.Equal(t, 12*time.Second, p.Took(Contestant{"storm", "akamai", "naive"}))
}

// Where verdicts are settled, a strategy that has its verdict takes no more time.
func TestTimeLeftOfWhatIsSettled(t *testing.T) {
	plan := smallPlan(100)
	plan.Scenarios, plan.Readings = []string{"storm"}, []string{"akamai"}
	plan.Strategies, plan.Ask = []string{"naive"}, measure.VerdictAlone
	p := NewProgress(NewHeader("1", plan, Shard{}))
	require.True(t, p.Count().AtMost)
	banned := measure.Outcome{Bans: measure.Bans{Count: 1}, Asked: measure.BansAlone}
	for seed := range uint64(2) {
		c := Cell{seed, Contestant{"storm", "akamai", "naive"}}
		now := time.Unix(0, 0)
		_, err := p.Timed(Each(func(Cell) (measure.Outcome, error) {
			now = now.Add(time.Second)
			return banned, nil
		}), func() time.Time { return now })([]Cell{c})
		require.NoError(t, err)
		require.NoError(t, p.Keep(&Result{Cell: c, Outcome: &banned}))
		left, known := p.Left(time.Unix(2, 0))
		require.True(t, known)
		if seed == 0 {
			require.Equal(t, 198*time.Second, left)
			continue
		}
		require.Zero(t, left, "2 of 2 show it")
		require.Equal(t, Fail, p.Standings()[0].Verdict)
	}
}
