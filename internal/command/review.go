package command

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"github.com/tokenstorm/tokenstorm/internal/outfile"
	"github.com/tokenstorm/tokenstorm/reports/review"
)

// writeReview carries out the studies that the questions of a design review rest on, and writes the
// answers into the folder. Of an interrupted one it returns the answers that could be given, and
// the interruption. nil is a review of which nothing is left.
func writeReview(
	ctx context.Context, out, command string, plan *review.Plan,
) (*review.Review, error) {
	err := plan.Run(func(what string, n int, do func(i int)) {
		parallel(ctx, n, newProgress("reviewing, "+what, n), func(i int) (bool, error) {
			do(i)
			return true, nil
		})
	})
	if err != nil {
		return nil, err
	}
	r := plan.Review(command, versionWords(), commandLine)
	err = errors.Join(
		outfile.Write(nil, filepath.Join(out, "review.md"), r.Markdown),
		outfile.Write(nil, filepath.Join(out, "review.json"), r.JSON))
	if err != nil {
		return nil, err
	}
	err = plan.Failure()
	if r.Missing > 0 {
		err = errors.Join(err, &interruption{
			kept: fmt.Sprintf("%d questions were answered", len(r.Answers)),
		})
	}
	return r, err
}
