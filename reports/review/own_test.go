package review

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	_ "github.com/tokenstorm/tokenstorm/internal/oneseed"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// one is a request for one run of each strategy of a scenario of the catalogue.
func one(t *testing.T, name string) Request {
	t.Helper()
	s, err := scenarios.Load(name)
	require.NoError(t, err)
	return Request{First: 1, Seeds: 1, Own: []Own{ownOf(t, s, s.Strategies...)}}
}

// ownOf are these strategies in a scenario.
func ownOf(t *testing.T, s *scenarios.Scenario, names ...string) Own {
	t.Helper()
	o := Own{Typed: s.Name, Scenario: s, Readings: s.NamedReadings()}
	for _, name := range names {
		c, err := spec.Lookup(name)
		require.NoError(t, err)
		o.Strategies = append(o.Strategies, c)
	}
	return o
}

const mine = `about: Sixty users on two nodes. And more of it.
length: 10m
fleet: {nodes: 2, users: 60}
workload: [{closed: {think: exp 5s}}]
network: {api: {leg: 50ms}, token: {leg: 50ms}}
strategies: [naive]
`

const throttledMine = `about: Nobody is banned.
length: 10m
fleet: {nodes: 2, users: 60}
carrier:
  meters: [{rule: {limit: 15/5s, window: sliding}, answers: {refuse: {retry_after: true}}}]
workload: [{closed: {think: exp 5s}}]
network: {api: {leg: 50ms}, token: {leg: 50ms}}
strategies: [naive]
`

// A come is what the runs of a strategy come to: the first bans of them are banned, lost lose a
// session, refused are refused with 429, unmet do not meet what is expected, failed do not end.
type come struct {
	strategy                             string
	bans, literal, paranoid              int
	lost, refused, unmet, failed, served int
}

// ownReview is the review of a scenario of one's own in which strategies come to these.
func ownReview(t require.TestingT, text string, seeds int, all ...come) *Review {
	s, err := scenarios.Parse("mine.yaml", []byte(text))
	require.NoError(t, err)
	o := Own{Typed: "mine.yaml", Scenario: s, Readings: s.NamedReadings()}
	for _, c := range all {
		strategy, err := spec.Lookup(c.strategy)
		require.NoError(t, err)
		o.Strategies = append(o.Strategies, strategy)
	}
	p, err := NewPlan(Request{First: 1, Seeds: seeds, Own: []Own{o}})
	require.NoError(t, err)
	p = carriedOut(p, func(_ scene, c study.Cell, out *measure.Outcome) {
		i := slices.IndexFunc(all, func(one come) bool { return one.strategy == c.Strategy })
		all[i].tell(c, out)
	})
	of := p.stages[0].study
	for c := range of.Cells() {
		at := slices.IndexFunc(all, func(one come) bool { return one.strategy == c.Strategy })
		if int(c.Seed) <= all[at].failed {
			require.NoError(t, of.Put(study.Result{Cell: c, Error: "no luck"}))
		}
	}
	return p.Review("tokenstorm report", "a version", plainLine)
}

// tell is one run.
func (k *come) tell(c study.Cell, o *measure.Outcome) {
	within := func(n int) int {
		if int(c.Seed) <= n {
			return 1
		}
		return 0
	}
	bans := map[string]int{"literal": k.literal, "paranoid": k.paranoid}
	n, ok := bans[c.Reading]
	if !ok {
		n = k.bans
	}
	o.Bans.Count = within(n)
	if k.lost >= 0 {
		o.Sessions = &measure.Sessions{Lost: within(k.lost)}
	}
	o.Token.Status.TooMany = 25 * within(k.refused)
	o.Judged = true
	if within(k.unmet) > 0 {
		o.Unmet = []string{"bans.count==0"}
	}
	o.Actions.Succeeded = k.served + int(c.Seed)%3
	o.Actions.Failed = 1000 - k.served
}

// none is a strategy of which nothing bad is told.
func none(strategy string, served int) come {
	return come{strategy: strategy, lost: -1, served: served}
}

func banned75(strategy string) come {
	k := none(strategy, 400)
	k.bans, k.literal, k.paranoid = 75, 75, 75
	return k
}

// with is the strategy with something changed.
func (k come) with(change func(k *come)) come {
	change(&k)
	return k
}

// What was expected and not met, and what was not carried through, is told of everybody.
func TestEvidenceTellsWhatIsMissing(t *testing.T) {
	a := ownReview(t, mine, 80, none("recommended", 999).with(func(k *come) { k.failed = 10 }),
		banned75("naive").with(func(k *come) { k.unmet = 80 })).Answers[0]
	var all string
	for _, f := range a.Figures {
		all += f.Text + "\n"
	}
	for _, text := range []string{
		"Not carried through, and counted nowhere: 10 of 80 runs of recommended.",
		"What the scenario expects is not always met: of naive in 0 of 80 runs (< 4.6 %).",
		"1 of 2 does not survive (naive) and 1 of 2 is not shown to survive (recommended).",
	} {
		require.Contains(t, all, text)
	}
}

// Whatever the runs come to, no sentence says more than they show.
func TestNoHeadlineSaysMoreThanItsFigures(t *testing.T) {
	names := []string{"naive", "lock", "breaker", "leader", "clairvoyant", "recommended"}
	rapid.Check(t, func(t *rapid.T) {
		seeds := rapid.SampledFrom([]int{1, 2, 5, 72, 75, 120}).Draw(t, "seeds")
		some := func(name string) int {
			return rapid.SampledFrom([]int{0, 0, 1, 2, seeds / 2, seeds}).Draw(t, name)
		}
		sessions := rapid.Bool().Draw(t, "sessions")
		text := rapid.SampledFrom([]string{mine, throttledMine}).Draw(t, "scenario")
		var all []come
		for _, name := range names[:rapid.IntRange(1, len(names)).Draw(t, "strategies")] {
			k := come{strategy: name, bans: some("bans"), literal: some("literal"),
				paranoid: some("paranoid"), lost: -1, refused: some("refused"), unmet: some("unmet"),
				failed: some("failed"),
				served: rapid.SampledFrom([]int{0, 400, 998, 1000}).Draw(t, "served")}
			if sessions {
				k.lost = some("lost")
			}
			if text == throttledMine {
				k.bans = 0
			}
			all = append(all, k)
		}
		checkSentences(t, ownReview(t, text, seeds, all...), seeds, all)
	})
}

// fates are what the study of a review says of each strategy, under its first reading: the verdict
// of the matrix, which is made of proportions alone.
func fates(r *Review) map[string]Standing {
	all := map[string]Standing{}
	for _, row := range r.Scenarios[0].Rows {
		all[row.Strategy] = row
	}
	return all
}

const harms = `(?:banned|signed out|refused with 429) in`

var (
	claimsOne  = regexp.MustCompile(`^(\S+) (survives|passes) mine`)
	claimsNone = regexp.MustCompile(`^(\S+) does not (survive|pass) mine`)
	claimsSome = regexp.MustCompile(`^(\d+) of (\d+) strategies (survive|pass) mine`)
	claimsBest = regexp.MustCompile(`serves best of (\d+) that do`)
	counts     = regexp.MustCompile(`(\S+) is (` + harms + `) (\d+) of (\d+)`)
	elsewhere  = regexp.MustCompile(`It changes under (\S+): (\S+) is`)
)

func checkSentences(t *rapid.T, r *Review, seeds int, all []come) {
	a, of := r.Answers[0], fates(r)
	text := a.Headline.Text
	passed, failed := 0, 0
	for _, row := range of {
		switch row.Cells[0].Verdict {
		case "PASS":
			passed++
		case "FAIL":
			failed++
		}
	}
	verdict := "INCONCLUSIVE"
	switch {
	case passed > 0:
		verdict = "PASS"
	case failed == len(all):
		verdict = "FAIL"
	}
	require.Equal(t, verdict, a.Verdict)
	claimed := false
	if m := claimsOne.FindStringSubmatch(text); m != nil {
		claimed = true
		require.Equal(t, "PASS", of[m[1]].Cells[0].Verdict, text)
	}
	if m := claimsNone.FindStringSubmatch(text); m != nil {
		claimed = true
		require.Equal(t, "FAIL", of[m[1]].Cells[0].Verdict, text)
	}
	if m := claimsSome.FindStringSubmatch(text); m != nil {
		claimed = true
		require.Equal(t, []string{strconv.Itoa(passed), strconv.Itoa(len(all))}, m[1:3], text)
	}
	switch {
	case strings.HasPrefix(text, "None of "):
		claimed = true
		require.Equal(t, len(all), failed, text)
	case strings.HasPrefix(text, "All strategies"):
		claimed = true
		require.Equal(t, len(all), passed, text)
	}
	require.NotEqual(t, claimed, strings.HasPrefix(text, "Not settled") ||
		strings.HasPrefix(text, "One run settles nothing"), text)
	require.True(t, !claimed || seeds > 1, text)
	if m := claimsBest.FindStringSubmatch(text); m != nil {
		require.Equal(t, strconv.Itoa(passed), m[1])
		best := of[strings.Fields(text)[0]].Cells[0].Success
		for _, row := range of {
			other := row.Cells[0]
			require.True(t, other.Verdict != "PASS" || *other.Success.Value <= *best.Value, text)
		}
	}
	checkCounts(t, r, text)
	for _, m := range elsewhere.FindAllStringSubmatch(text, -1) {
		at := slices.Index(r.Scenarios[0].Readings, m[1])
		require.NotEqual(t, a.Verdict, of[m[2]].Cells[at].Verdict, text)
		require.NotEqual(t, "INCONCLUSIVE", of[m[2]].Cells[at].Verdict, text)
	}
	for _, f := range append(slices.Clone(a.Figures), a.Headline) {
		require.NotContains(t, f.Text, "%!")
		require.NotContains(t, f.Text, "NaN")
		require.NotEmpty(t, f.Measures, f.Text)
	}
}

// checkCounts holds every count of the sentence under the first reading against the matrix.
func checkCounts(t *rapid.T, r *Review, text string) {
	of := fates(r)
	first, _, _ := strings.Cut(text, " It changes under ")
	for _, m := range counts.FindAllStringSubmatch(first, -1) {
		for _, h := range of[m[1]].Cells[0].Harms {
			if h.Is == m[2] {
				require.Equal(t, []string{strconv.Itoa(h.Hits), strconv.Itoa(h.N)}, m[3:], text)
			}
		}
	}
}
