package review

import (
	"bytes"
	"encoding/json"
	"flag"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

var update = flag.Bool("update", false,
	"write the golden files anew; commit only what you can explain")

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		require.NoError(t, os.MkdirAll("testdata", 0o755))
		require.NoError(t, os.WriteFile(path, []byte(got), 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, string(want), got)
}

// enough is how many runs it takes to show a ban to be rarer than 5 %.
const enough = 72

func TestReviewOfTheUsualWorld(t *testing.T) {
	r := reviewed(planned(t, enough), usual)
	require.Len(t, r.Answers, len(questions()))
	require.Len(t, r.Scenarios, len(headlines))
	r.Scenarios, r.Capacity = r.Scenarios[:1], r.Capacity[:1]
	var text bytes.Buffer
	require.NoError(t, r.Markdown(&text))
	golden(t, "usual.md", text.String())

	var data bytes.Buffer
	require.NoError(t, r.JSON(&data))
	var again struct {
		Format int
		Review
	}
	strict := json.NewDecoder(&data)
	strict.DisallowUnknownFields()
	require.NoError(t, strict.Decode(&again))
	require.Equal(t, r, &again.Review)
	require.Equal(t, format.Number, again.Format)
}

// Another result is another headline: each row changes one thing of the usual story.
func TestAnotherResultIsAnotherHeadline(t *testing.T) {
	p := planned(t, enough)
	dies := tokenDies(200, "100ms").name()
	in := func(name string) func(scene) bool {
		return func(s scene) bool { return s.name() == name }
	}
	for _, test := range []struct {
		id       string
		where    func(scene) bool
		strategy string
		change   func(o *measure.Outcome)
		before   string // how the headline begins
		after    string
		verdict  string
	}{
		{"Q1", in(dies), "naive", func(o *measure.Outcome) { o.Bans.Count = 0 }, "Yes:", "No:", "PASS"},
		{"Q2", in(dies), "spaced-300",
			func(o *measure.Outcome) { o.Token.Requests = 1; o.Bans.Count = 0 },
			"Fewer: banned with one retry 0 of 72 runs, waits of 300 ms 72 of 72",
			"Neither: banned with one retry 0 of 72 runs, waits of 300 ms 0 of 72", "PASS"},
		{"Q3", in(tokenDies(1000, "100ms").name()), "naive",
			func(o *measure.Outcome) { o.Bans.Count = 1 },
			"Yes:", "No difference:", "PASS"},
		{"Q4", in(twoNodes.name()), "lock-recheck", func(o *measure.Outcome) { o.Bans.Count = 0 },
			"It shifts it:", "It solves it:", "PASS"},
		{"Q5", in(dies), "cache-first",
			func(o *measure.Outcome) { o.Actions.Succeeded, o.Actions.Failed = 500, 500 },
			"Better:", "Worse:", "PASS"},
		{"Q6", in(endless(2, 1).name()), "limiter-1", func(o *measure.Outcome) { o.Bans.Count = 0 },
			"No:", "Yes:", "PASS"},
		{"Q7", in(banFallen.name()), "recommended",
			func(o *measure.Outcome) { o.Recovery.Recovered, o.Recovery.Metastable = false, true },
			"8 of 12", "7 of 12", "PASS"},
		{"Q8", func(scene) bool { return true }, "recommended-unshared",
			func(o *measure.Outcome) { o.Bans.Count = 1 }, "Build recommended:", "Build recommended:",
			"PASS"},
		{"Q8", func(scene) bool { return true }, "recommended",
			func(o *measure.Outcome) { o.Bans.Count = 1 }, "Build recommended:",
			"Build recommended-unshared:", "PASS"},
		{"Q9", in(sevenProcesses.name()), "recommended",
			func(o *measure.Outcome) { o.Sessions.Lost = 1 }, "6 of 12 clients", "7 of 12 clients", "FAIL"},
		{"Q10", in(throttledNodes.name()), "recommended",
			func(o *measure.Outcome) { o.Token.Status.TooMany = 1 }, "No:", "Yes:", "FAIL"},
	} {
		before := answered(t, p, usual, test.id)
		require.True(t, strings.HasPrefix(before.Headline.Text, test.before), before.Headline.Text)
		changed := func(s scene, c study.Cell, o *measure.Outcome) {
			usual(s, c, o)
			if test.where(s) && c.Strategy == test.strategy {
				test.change(o)
			}
		}
		after := answered(t, p, changed, test.id)
		require.True(t, strings.HasPrefix(after.Headline.Text, test.after), after.Headline.Text)
		require.Equal(t, test.verdict, after.Verdict, test.id)
	}
}

// Where nothing passes, nothing is recommended as if it did.
func TestNothingPasses(t *testing.T) {
	r := reviewed(planned(t, enough), func(s scene, c study.Cell, o *measure.Outcome) {
		usual(s, c, o)
		if s.name() == tenCustomers.name() {
			o.Bans.Count = 1
		}
	})
	require.Equal(t, "FAIL", r.Recommendation.Verdict)
	require.Regexp(t, "^Nothing passes everywhere; ", answerOf(t, r, "Q8").Headline.Text)
}

// A failure is worse than what is not settled, whatever else passed.
func TestBestFailsLeast(t *testing.T) {
	all := []record{
		{strategy: "fails once", pass: 7, fail: 1},
		{strategy: "settles little", pass: 5, open: 3},
		{strategy: "banned more", pass: 5, open: 3, bans: 1},
		{strategy: "passes", pass: 8},
	}
	slices.SortFunc(all, best)
	var order []string
	for _, r := range all {
		order = append(order, r.strategy)
	}
	require.Equal(t, []string{"passes", "settles little", "banned more", "fails once"}, order)
}

// Three runs prove little, and the sentences say so.
func TestFewRunsSettleNothing(t *testing.T) {
	r := reviewed(planned(t, 3), func(s scene, c study.Cell, o *measure.Outcome) {
		usual(s, c, o)
		if o.Bans.Count > 0 && c.Seed > 1 {
			o.Bans.Count = 0
		}
	})
	for _, id := range []string{"Q1", "Q3", "Q4", "Q6", "Q8"} {
		a := answerOf(t, r, id)
		require.Equal(t, "INCONCLUSIVE", a.Verdict, id)
		require.Regexp(t, "^Not settled: ", a.Headline.Text)
	}
	require.Equal(t, "INCONCLUSIVE", r.Recommendation.Verdict)
}

// enumerates finds the number of runs in a sentence: "n = 72", or "3 of 72".
var enumerates = regexp.MustCompile(`n = \d+|\d+ of \d+`)

// Whatever happens, every sentence has its n, has measures, and a headline stays short.
func TestNoSentenceWithoutItsRuns(t *testing.T) {
	p := planned(t, 5)
	for seed := range uint64(5) {
		random := rand.New(rand.NewPCG(seed, 1))
		r := reviewed(p, func(_ scene, _ study.Cell, o *measure.Outcome) { chaos(random, o) })
		for _, a := range r.Answers {
			require.LessOrEqual(t, len(strings.Fields(a.Headline.Text)), 30, a.Headline.Text)
			require.LessOrEqual(t, len(strings.Fields(a.Mark)), 4, a.Mark)
			require.NotEmpty(t, a.Mark, a.ID)
			figures := append([]Figure{a.Headline}, a.Figures...)
			for _, c := range a.Conditions {
				figures = append(figures, c.Then)
			}
			for _, f := range figures {
				require.Regexp(t, enumerates, f.Text)
				require.NotEmpty(t, f.Measures, f.Text)
				require.NotContains(t, f.Text, "%!", "a format that does not fit")
			}
			require.GreaterOrEqual(t, len(a.Figures), 2, a.ID)
			require.LessOrEqual(t, len(a.Figures), 6, a.ID)
			require.NotEmpty(t, a.Commands, a.ID)
		}
	}
}

// chaos is a run of which nothing is known.
func chaos(r *rand.Rand, o *measure.Outcome) {
	o.Bans.Count, o.Token.Requests, o.Actions.Succeeded = r.IntN(2), r.IntN(50), r.IntN(100)
	o.Actions.Failed = r.IntN(3)
	o.Recovery.Triggered = r.IntN(2) == 0
	o.Recovery.Recovered = r.IntN(2) == 0
	o.Recovery.Metastable = !o.Recovery.Recovered
	if r.IntN(3) == 0 {
		o.Latencies = measure.Histogram{}
	}
}

// An interrupted review keeps the answers whose studies were finished.
func TestInterruptedReviewKeepsWhatItFinished(t *testing.T) {
	p := carriedOut(planned(t, 2), usual)
	for _, s := range p.stages {
		if s.scene.name() == banFallen.name() {
			require.NoError(t, s.study.Put(study.Result{Cell: s.study.Result(0).Cell}))
		}
	}
	p.searches[0].edges[0] = nil // of Q1
	r := p.Review("tokenstorm report", "a version", plainLine)
	var ids []string
	for _, a := range r.Answers {
		ids = append(ids, a.ID)
	}
	require.Equal(t, []string{"Q2", "Q3", "Q4", "Q5", "Q6", "Q9", "Q10"}, ids)
	require.Equal(t, 2, r.Missing)
	require.Empty(t, r.Recommendation.Strategy)
	require.Len(t, r.Capacity, len(p.searches)-1)
}
