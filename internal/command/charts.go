package command

import (
	"context"
	"errors"
	"os"

	"github.com/spf13/cobra"

	"github.com/tokenstorm/tokenstorm/reports"
	"github.com/tokenstorm/tokenstorm/reports/drawing"
	"github.com/tokenstorm/tokenstorm/reports/page"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

// addCharts declares the flag that every command has which can draw what it prints.
func addCharts(c *cobra.Command, folder *string) {
	c.Flags().StringVar(folder, "charts", "", "write charts, PNG and SVG, to this folder; made if "+
		"there is none")
	isWritten(c, "charts", writesFolder)
}

// writeChart writes one chart to the folder.
func writeChart(folder, name string, d *drawing.Drawing) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	_, err := reports.WritePictures(folder, name, d)
	return err
}

// drawRuns draws the charts of one run of each strategy, under the first reading, of the first
// seed.
func (q *inquiry) drawRuns(c *cobra.Command) error {
	ctx := c.Context()
	if q.output.charts == "" || ctx.Err() != nil || q.shard != "" {
		return nil
	}
	reading := q.reading
	if len(q.header.Plan.Readings) > 0 {
		reading = q.header.Plan.Readings[0]
	}
	if err := os.MkdirAll(q.output.charts, 0o755); err != nil {
		return err
	}
	draft := page.NewDraft(q.scenario, reading, q.strategies, []string{reading}, q.seed)
	return cellsError(drawDrafts(ctx, &progress{what: "drawing"}, []*page.Draft{draft},
		q.output.rows.orderOf(&q.header.Plan), q.output.charts))
}

// drawDrafts carries out the runs of drafts, and writes the charts of each into the folder. Whoever
// carries out the last run of a draft also draws its charts, so that drawing does not wait for the
// other drafts, nor for one core. The cells of these have the chapters.
func drawDrafts(
	ctx context.Context, p *progress, drafts []*page.Draft, order study.Order, folder string,
) []cell[*reports.Chapter] {
	var jobs []page.Job
	for _, d := range drafts {
		jobs = append(jobs, d.Jobs...)
	}
	return parallel(ctx, len(jobs), p, func(i int) (*reports.Chapter, error) {
		_, err := sheltered(i, func(i int) (struct{}, error) { return struct{}{}, jobs[i].Run() })
		chapter := jobs[i].Draft.Finished() // a failed run leaves a chapter without it
		if chapter == nil {
			return nil, err
		}
		chapter.Order = order
		_, undrawn := reports.WriteCharts(folder, chapter)
		return chapter, errors.Join(err, undrawn)
	})
}
