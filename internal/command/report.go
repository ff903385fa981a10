package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/tokenstorm/tokenstorm/internal/outfile"
	"github.com/tokenstorm/tokenstorm/reports"
	"github.com/tokenstorm/tokenstorm/reports/page"
	"github.com/tokenstorm/tokenstorm/reports/review"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// A reporting is a report as it was asked for.
type reporting struct {
	out        string // the folder
	names      []string
	strategies []string
	seed       uint64
	seeds      int

	command string // that repeats it
	drafts  []*page.Draft
	plan    *review.Plan
}

func init() { register(newReport) }

func newReport() *cobra.Command {
	var r reporting
	c := &cobra.Command{
		Use:   "report",
		Short: "Run every scenario with its strategies, and write charts, answers and a page",
		Long: "Run every scenario with each strategy that it names, under the scenario's own reading " +
			"and under\nakamai, literal and paranoid, and write charts (PNG, SVG), summary.md, and " +
			"index.html, which\nneeds nothing beside itself.\n\nThe questions of a design review are " +
			"answered from studies of their own, of --seeds runs of each\nkind: review.md, and " +
			"review.json for programs. With --scenarios, only those are answered that rest\non the " +
			"named ones alone. An interrupted report keeps the scenarios and answers that it finished.",
		Example: `  tokenstorm report
  tokenstorm report --scenarios two-nodes,my-scenario.yaml --out review --seed 2
  tokenstorm report --scenarios two-nodes --strategies all`,
		Args: takes(0, 0, "its scenarios by --scenarios"),
		RunE: func(c *cobra.Command, args []string) (err error) {
			if r.plan, err = review.NewPlan(r.seed, r.seeds, r.names); err != nil {
				return fmt.Errorf("--seeds: %w", err)
			}
			if r.command = repeatCommand(c, args); r.plan.Empty() {
				r.command = repeatCommand(c, args, "seeds")
			}
			if r.drafts, err = r.draftsOf(); err != nil {
				return err
			}
			var texts []string
			for _, d := range r.drafts {
				texts = append(texts, remarks(d.Scenario, d.Strategies())...)
			}
			remark(c, texts)
			if err := os.MkdirAll(r.out, 0o755); err != nil {
				return err
			}
			return r.write(c.Context(), c.OutOrStdout())
		},
	}
	flags := c.Flags()
	flags.SortFlags = false
	flags.StringVar(&r.out, "out", "reports/out", "the folder to write to; made if there is none")
	flags.StringSliceVar(&r.names, "scenarios", nil, "scenarios, by name or file (default all)")
	flags.StringSliceVar(&r.strategies, "strategies", nil,
		"strategies, by name or as .yaml files, or all (default each scenario's own)")
	flags.Uint64Var(&r.seed, "seed", 1, "where the random streams begin")
	flags.IntVar(&r.seeds, "seeds", 75, "runs of each kind that the answers rest on, beginning "+
		"with --seed;\n72 without a ban show it to be rarer than 5 %")
	complete(c, "strategies", spec.Names())
	complete(c, "scenarios", scenarios.Names())
	return c
}

// draftsOf are the drafts of the scenarios, of all where none is named.
func (r *reporting) draftsOf() ([]*page.Draft, error) {
	names := r.names
	if len(names) == 0 {
		names = scenarios.Names()
	}
	var drafts []*page.Draft
	for _, name := range names {
		s, err := scenarios.Load(name)
		if err != nil {
			return nil, err
		}
		same := func(d *page.Draft) bool { return d.Scenario.Name == s.Name }
		if slices.ContainsFunc(drafts, same) {
			return nil, fmt.Errorf("two scenarios are called %s", s.Name)
		}
		all, _, err := strategiesOf(r.strategies, s)
		if err != nil {
			return nil, err
		}
		drafts = append(drafts, page.NewDraft(s, all, s.NamedReadings(), r.seed))
	}
	return drafts, nil
}

// write carries out the runs of all drafts, and then those that the answers rest on.
func (r *reporting) write(ctx context.Context, stdout io.Writer) error {
	cells, finished := r.chapters(ctx)
	in := page.Input{Command: r.command, Version: versionWords(), Seed: r.seed}
	runs := 0
	for _, d := range r.drafts {
		if chapter, ok := finished[d.Scenario.Name]; ok {
			in.Chapters = append(in.Chapters, *chapter)
			in.Storms = append(in.Storms, d.Storms()...)
			runs += len(d.Jobs)
		}
	}
	failed := cellsError(cells)
	if len(in.Chapters) == 0 {
		return failed
	}
	var b strings.Builder
	fmt.Fprintf(&b, "wrote %d of %d scenarios to %s, %d runs, one of each kind: no intervals\n",
		len(in.Chapters), len(r.drafts), filepath.Join(r.out, "summary.md"), runs)
	if r.plan.Empty() {
		b.WriteString("answered no question: none rests on these scenarios alone; there is no " +
			"review.md, and --seeds is of no use\n")
	} else if ctx.Err() == nil {
		answers, err := writeReview(ctx, r.out, r.command, r.plan)
		failed = errors.Join(failed, err)
		if in.Review = answers; answers != nil {
			fmt.Fprintf(&b, "answered %d questions in %s, %d runs of each kind\n",
				len(answers.Answers), filepath.Join(r.out, "review.md"), answers.Seeds)
		}
	}
	failed = errors.Join(failed,
		outfile.Write(nil, filepath.Join(r.out, "summary.md"), func(w io.Writer) error {
			return reports.Summary(w, in.Command, in.Chapters)
		}),
		outfile.Write(nil, filepath.Join(r.out, "index.html"), func(w io.Writer) error {
			return page.Write(w, in)
		}))
	_, err := fmt.Fprintf(stdout, "%s\nrepeat: %s\n", b.String(), r.command)
	return errors.Join(err, failed)
}

// chapters carries out the runs of all drafts, and returns the chapters that were finished, by the
// name of their scenario. Whoever carries out the last run of a draft also draws its charts, so
// that drawing does not wait for the other scenarios, nor for one core.
func (r *reporting) chapters(
	ctx context.Context,
) (cells []cell[*reports.Chapter], finished map[string]*reports.Chapter) {
	var jobs []page.Job
	for _, d := range r.drafts {
		jobs = append(jobs, d.Jobs...)
	}
	cells = parallel(ctx, len(jobs), &progress{what: "reporting"},
		func(i int) (*reports.Chapter, error) {
			_, err := sheltered(i, func(i int) (struct{}, error) { return struct{}{}, jobs[i].Run() })
			chapter := jobs[i].Draft.Finished() // a failed run leaves a chapter without it
			if chapter == nil {
				return nil, err
			}
			_, undrawn := reports.WriteCharts(r.out, chapter)
			return chapter, errors.Join(err, undrawn)
		})
	finished = map[string]*reports.Chapter{}
	for _, cell := range cells {
		if cell.value != nil {
			finished[cell.value.Scenario.Name] = cell.value
		}
	}
	return cells, finished
}

// writeReview carries out the studies that the questions of a design review rest on, and writes the
// answers into the folder. Of an interrupted one it returns the answers that could be given, and
// the interruption. nil is a review of which nothing is left.
func writeReview(
	ctx context.Context, out, command string, plan *review.Plan,
) (*review.Review, error) {
	err := plan.Run(func(what string, n int, do func(i int)) {
		each(ctx, n, &progress{what: "reviewing, " + what}, do)
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
	if err = plan.Failure(); r.Missing > 0 {
		err = errors.Join(err, &interruption{
			kept: fmt.Sprintf("%d questions were answered", len(r.Answers)),
		})
	}
	return r, err
}
