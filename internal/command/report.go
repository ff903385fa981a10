package command

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/tokenstorm/tokenstorm/internal/outfile"
	"github.com/tokenstorm/tokenstorm/reports"
	"github.com/tokenstorm/tokenstorm/reports/page"
	"github.com/tokenstorm/tokenstorm/reports/review"
	"github.com/tokenstorm/tokenstorm/scenarios"
)

func init() { register(newReport) }

func newReport() *cobra.Command {
	var out string
	var names, with []string
	var seed uint64
	var seeds int
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
		Args: atMost(0, "its scenarios by --scenarios"),
		RunE: func(c *cobra.Command, _ []string) error {
			plan, err := review.NewPlan(seed, seeds, names) // no names: all questions
			if err != nil {
				return misconfigured(fmt.Errorf("--seeds: %w", err))
			}
			words := []string{"report", "--out", out}
			if len(names) > 0 {
				words = append(words, "--scenarios", commaList(names))
			} else {
				names = scenarios.Names()
			}
			if len(with) > 0 {
				words = append(words, "--strategies", commaList(with))
			}
			words = append(words, "--seed", strconv.FormatUint(seed, 10))
			if !plan.Empty() {
				words = append(words, "--seeds", strconv.Itoa(seeds))
			}
			drafts, err := draftsOf(names, with, seed)
			if err != nil {
				return misconfigured(err)
			}
			for _, d := range drafts {
				remark(c, d.Scenario)
			}
			return writeReport(c, reporting{out, commandLine(words...), seed, drafts, plan})
		},
	}
	c.Flags().StringVar(&out, "out", "reports/out", "the folder to write to; made if there is none")
	c.Flags().StringSliceVar(&names, "scenarios", nil, "scenarios, by name or file (default all)")
	c.Flags().StringSliceVar(&with, "strategies", nil,
		"strategies, by name or as .yaml files, or all (default each scenario's own)")
	c.Flags().Uint64Var(&seed, "seed", 1, "where the random streams begin")
	c.Flags().IntVar(&seeds, "seeds", 75, "runs of each kind that the answers rest on, beginning "+
		"with --seed;\n72 without a ban show it to be rarer than 5 %")
	completeStrategies(c, "strategies")
	complete(c, "scenarios", scenarios.Names())
	return c
}

// draftsOf are the drafts of these scenarios; without strategies each has its own.
func draftsOf(names, with []string, seed uint64) ([]*page.Draft, error) {
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
		all, _, err := strategiesOf(namesOr(with, s))
		if err != nil {
			return nil, err
		}
		drafts = append(drafts, page.NewDraft(s, all, s.NamedReadings(), seed))
	}
	return drafts, nil
}

// A reporting is a report as it was asked for.
type reporting struct {
	out, command string
	seed         uint64
	drafts       []*page.Draft
	plan         *review.Plan
}

// writeReport carries out the runs of all drafts, and then those that the answers rest on. Whoever
// carries out the last run of a draft also draws its charts, so that drawing does not wait for the
// other scenarios, nor for one core.
func writeReport(c *cobra.Command, r reporting) error {
	out := r.out
	if err := os.MkdirAll(out, 0o755); err != nil {
		return err
	}
	var jobs []page.Job
	for _, d := range r.drafts {
		jobs = append(jobs, d.Jobs...)
	}
	cells := parallel(c.Context(), len(jobs), newProgress("reporting", len(jobs)),
		func(i int) (*reports.Chapter, error) {
			_, err := sheltered(i, func(i int) (struct{}, error) { return struct{}{}, jobs[i].Run() })
			chapter := jobs[i].Draft.Finished() // a failed run leaves a chapter without it
			if chapter == nil {
				return nil, err
			}
			_, undrawn := reports.WriteCharts(out, chapter)
			return chapter, errors.Join(err, undrawn)
		})
	finished := map[string]reports.Chapter{}
	for _, cell := range cells {
		if cell.value != nil {
			finished[cell.value.Scenario.Name] = *cell.value
		}
	}
	in := page.Input{
		Command: r.command, Version: versionWords(), Seed: r.seed,
	}
	runs := 0
	for _, d := range r.drafts {
		if chapter, ok := finished[d.Scenario.Name]; ok {
			in.Chapters = append(in.Chapters, chapter)
			in.Storms = append(in.Storms, d.Storms()...)
			runs += len(d.Jobs)
		}
	}
	if len(in.Chapters) == 0 {
		return cellsError(cells)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "wrote %d of %d scenarios to %s, %d runs, one of each kind: no intervals\n",
		len(in.Chapters), len(r.drafts), filepath.Join(out, "summary.md"), runs)
	failed := cellsError(cells)
	if r.plan.Empty() {
		b.WriteString("answered no question: none rests on these scenarios alone; there is no " +
			"review.md, and --seeds is of no use\n")
	} else if c.Context().Err() == nil {
		answers, err := writeReview(c.Context(), out, in.Command, r.plan)
		failed = errors.Join(failed, err)
		if in.Review = answers; answers != nil {
			fmt.Fprintf(&b, "answered %d questions in %s, %d runs of each kind\n",
				len(answers.Answers), filepath.Join(out, "review.md"), answers.Seeds)
		}
	}
	failed = errors.Join(failed, writePages(out, in))
	_, err := fmt.Fprintf(c.OutOrStdout(), "%s\n%s\n", b.String(), repeated(r.command))
	return errors.Join(err, failed)
}

// writePages writes what is of all chapters: the summary, and the page.
func writePages(out string, in page.Input) error {
	err := outfile.Write(nil, filepath.Join(out, "summary.md"), func(w io.Writer) error {
		return reports.Summary(w, in.Command, in.Chapters)
	})
	if err != nil {
		return err
	}
	return outfile.Write(nil, filepath.Join(out, "index.html"), func(w io.Writer) error {
		return page.Write(w, in)
	})
}
