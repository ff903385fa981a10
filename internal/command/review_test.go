package command

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/reports/review"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/strategies"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// A review that is cut short writes what it has, says what is missing, and ends as interrupted.
func TestInterruptedReviewWritesWhatItHas(t *testing.T) {
	s, err := scenarios.Load("limiter-at-threshold")
	require.NoError(t, err)
	all, _, err := strategiesOf([]string{"naive"}, s)
	require.NoError(t, err)
	plan, err := review.NewPlan(review.Request{First: 1, Seeds: 1, Own: []review.Own{
		{Typed: s.Name, Scenario: s, Strategies: all},
	}})
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	out := t.TempDir()
	r, err := writeReview(ctx, out, "tokenstorm report", plan)
	require.Equal(t, exitInterrupted, exitCode(err, true))
	require.EqualError(t, err, "interrupted; 0 questions were answered")
	require.Empty(t, r.Answers)
	require.Positive(t, r.Missing)
	text, err := os.ReadFile(filepath.Join(out, "review.md"))
	require.NoError(t, err)
	require.Contains(t, string(text), "Not all of it is here")
	require.FileExists(t, filepath.Join(out, "review.json"))
}

// A run that fails is reported, and the others go on.
func TestReviewGoesOnAfterAFailure(t *testing.T) {
	s, err := scenarios.Parse("short.yaml", []byte(strings.Replace(endless, "100h", "5s", 1)))
	require.NoError(t, err)
	all, _, err := strategiesOf([]string{"naive"}, s)
	require.NoError(t, err)
	all = append(all, spec.Strategy{Name: "broken", Parts: []strategies.Part{nil}})
	plan, err := review.NewPlan(review.Request{First: 1, Seeds: 2, Own: []review.Own{
		{Typed: "short.yaml", Scenario: s, Strategies: all},
	}})
	require.NoError(t, err)
	out := t.TempDir()
	r, err := writeReview(t.Context(), out, "tokenstorm report", plan)
	require.ErrorContains(t, err, "short with broken, reading akamai, seed 1: ")
	require.ErrorContains(t, err, "; failed as well: 1 run")
	require.Equal(t, exitOther, exitCode(err, true))
	require.Equal(t, 2, r.Failures)
	require.Equal(t, 0, r.Missing)
	text, err := os.ReadFile(filepath.Join(out, "review.md"))
	require.NoError(t, err)
	require.Contains(t, string(text), "counted nowhere: 2 of 2 runs of broken.")
	require.Regexp(t, `naive \| [02] of 2: `, string(text))
}
