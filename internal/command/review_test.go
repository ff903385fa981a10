package command

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/reports/review"
)

// A review that is cut short writes what it has, says what is missing, and ends as interrupted.
func TestInterruptedReviewWritesWhatItHas(t *testing.T) {
	plan, err := review.NewPlan(1, 1, []string{"limiter-at-threshold"})
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
