package command

import (
	"errors"
	"os"

	"github.com/spf13/cobra"

	"github.com/tokenstorm/tokenstorm/reports"
	"github.com/tokenstorm/tokenstorm/reports/drawing"
	"github.com/tokenstorm/tokenstorm/reports/page"
)

// addCharts declares the flag that every command has which can draw what it prints.
func addCharts(c *cobra.Command, folder *string) {
	c.Flags().StringVar(folder, "charts", "", "write charts, PNG and SVG, to this folder; made if "+
		"there is none")
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
	var chapter *reports.Chapter
	order := q.output.rows.orderOf(&q.header.Plan)
	cells := parallel(ctx, len(draft.Jobs), &progress{what: "drawing"},
		func(i int) (*reports.Chapter, error) {
			_, err := sheltered(i, func(i int) (struct{}, error) {
				return struct{}{}, draft.Jobs[i].Run()
			})
			return draft.Finished(), err
		})
	for _, cell := range cells {
		if cell.value != nil {
			chapter = cell.value
		}
	}
	if chapter == nil {
		return cellsError(cells)
	}
	chapter.Order = order
	_, err := reports.WriteCharts(q.output.charts, chapter)
	return errors.Join(cellsError(cells), err)
}
