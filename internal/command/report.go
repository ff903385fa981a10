package command

import (
	"bytes"
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
	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/reports"
	"github.com/tokenstorm/tokenstorm/reports/page"
	"github.com/tokenstorm/tokenstorm/reports/review"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
	"github.com/tokenstorm/tokenstorm/scenarios/study/archive"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// A reporting is a report as it was asked for.
type reporting struct {
	out        string // the folder
	names      []string
	tags       []string
	strategies []string
	readings   []string
	order      string
	cache      cache
	request    review.Request

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
			"review.json for programs. With --scenarios, each of those is a question, too: which\n" +
			"strategies survive it, in --seeds runs under each reading. The page then opens on these " +
			"answers,\nand of the design review only those questions are left that rest on the named " +
			"scenarios alone.\n\nAn interrupted report keeps the scenarios and answers that it finished.",
		Example: `  tokenstorm report
  tokenstorm report --scenarios my-scenario.yaml,two-nodes --strategies naive,recommended,my.yaml
  tokenstorm report --scenarios two-nodes --strategies all --readings literal --out review`,
		Args: takes(0, 0, "its scenarios by --scenarios"),
		RunE: func(c *cobra.Command, args []string) (err error) {
			r.command, r.request.Version = repeatCommand(c, args), studyVersion()
			if r.request.Order, err = study.ParseOrder(r.order); err != nil {
				return fmt.Errorf("--order: %w", err)
			}
			if err := r.read(); err != nil {
				return err
			}
			if r.plan, err = review.NewPlan(r.request); err != nil {
				return fmt.Errorf("--seeds: %w", err)
			}
			var texts []string
			for _, d := range r.drafts {
				texts = append(texts, remarks(d.Scenario, d.Strategies())...)
			}
			remark(c, texts)
			if err := os.MkdirAll(r.out, 0o755); err != nil {
				return err
			}
			r.cache.open(c)
			r.plan.Keep = func(
				h *study.Header, of review.Contestants, run study.Runner,
			) ([]study.Keeper, error) {
				keepers, err := r.cache.keep(c.Context(), h, of, run)
				return append(keepers, r.drawn(h, of)...), err
			}
			r.plan.KeepSearch = r.cache.keepUnplanned
			for _, d := range r.drafts {
				d.Store = r.cache.keepUnplanned(d.Contestants, measure.Everything)
			}
			err = r.write(c.Context(), c.OutOrStdout())
			return errors.Join(err, r.cache.explain(c))
		},
	}
	r.addOut(c)
	flags := c.Flags()
	flags.StringSliceVar(&r.names, "scenarios", nil, "scenarios, by name or file (default all)")
	addTags(c, &r.tags)
	flags.StringSliceVar(&r.strategies, "strategies", nil,
		"strategies, by name or as .yaml files, or all (default each scenario's own)")
	flags.StringSliceVar(&r.readings, "readings", []string{"all"},
		"readings beside each scenario's own, or all: akamai, literal,\nparanoid")
	flags.Uint64Var(&r.request.First, "seed", 1, "where the random streams begin")
	flags.IntVar(&r.request.Seeds, "seeds", 75, "runs of each kind that the answers rest on, "+
		"beginning\nwith --seed; 72 without a ban show it to be rarer than 5 %")
	flags.StringVar(&r.order, "order", study.ByOutcome.String(),
		"the order of the strategies: outcome, name, or given, as they were\nnamed")
	r.cache.addFlag(c)
	complete(c, "order", study.Orders)
	complete(c, "readings", append([]string{"all"}, namedReadings...))
	complete(c, "strategies", spec.Names())
	complete(c, "scenarios", scenarios.Names())
	return c
}

// addOut declares the folder that is written, and that flags are listed as they are declared.
func (r *reporting) addOut(c *cobra.Command) {
	c.Flags().SortFlags = false
	c.Flags().StringVar(&r.out, "out", "reports/out",
		"the folder to write to; made if there is none")
	isWritten(c, "out", writesFolder)
}

// read reads the scenarios, of which there are all where none is named, with their strategies. Each
// is a draft; those that were named are studies of their own, too.
func (r *reporting) read() error {
	names := r.names
	if len(names) == 0 {
		names = scenarios.Names()
	}
	all := tagged{words: r.tags}
	for _, typed := range names {
		s, err := scenarios.Load(typed)
		if err != nil {
			return err
		}
		if chosen, err := all.chooses(s); err != nil {
			return err
		} else if !chosen {
			continue
		}
		same := func(d *page.Draft) bool { return d.Scenario.Name == s.Name }
		if slices.ContainsFunc(r.drafts, same) {
			return fmt.Errorf("two scenarios are called %s", s.Name)
		}
		with, files, err := strategiesOf(r.strategies, s)
		if err != nil {
			return err
		}
		asked := subject{scenario: s, reading: s.Carrier.Reading}
		readings, err := asked.severalReadings(r.readings)
		if err != nil {
			return fmt.Errorf("%s: %w", s.Name, err)
		}
		r.drafts = append(r.drafts, page.NewDraft(s, s.Carrier.Reading, with, readings, r.request.First))
		if len(r.names) > 0 {
			r.request.Own = append(r.request.Own, review.Own{
				Typed: typed, Scenario: s, Strategies: with, Files: files, Readings: readings,
			})
		}
	}
	return all.err()
}

// write carries out the runs of all drafts, and then those that the answers rest on.
func (r *reporting) write(ctx context.Context, stdout io.Writer) error {
	cells, finished := r.chapters(ctx)
	in := page.Input{Command: r.command, Version: versionWords(), Seed: r.request.First}
	runs := 0
	for _, d := range r.drafts {
		if chapter, ok := finished[d.Scenario.Name]; ok {
			in.Chapters = append(in.Chapters, *chapter)
			in.Storms = append(in.Storms, d.Storms()...)
			runs += d.Runs()
		}
	}
	failed := cellsError(cells)
	if len(in.Chapters) == 0 {
		return failed
	}
	var err error
	if in.Finds, err = finds(); err != nil {
		return err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "wrote %d of %d scenarios to %s, %d runs, one of each kind: no intervals\n",
		len(in.Chapters), len(r.drafts), filepath.Join(r.out, "summary.md"), runs)
	if ctx.Err() == nil {
		answers, err := writeReview(ctx, r.out, r.command, r.plan)
		failed = errors.Join(failed, err)
		if in.Review = answers; answers != nil {
			in.Studies = r.plan.Studies()
			in.Saved, err = saveStudies(r.out, r.plan.Own())
			failed = errors.Join(failed, err)
			fmt.Fprintf(&b, "answered %s in %s, %s of each kind\n",
				unit.Counted(len(answers.Answers), "question"), filepath.Join(r.out, "review.md"),
				unit.Counted(answers.Seeds, "run"))
			for _, a := range answers.Own() {
				fmt.Fprintf(&b, "%s: %s\n", a.ID, a.Headline.Text)
			}
		}
	}
	failed = errors.Join(failed,
		outfile.Write(nil, filepath.Join(r.out, "summary.md"), func(w io.Writer) error {
			return reports.Summary(w, in.Command, in.Chapters, in.Review.Headlines()...)
		}),
		outfile.Write(nil, filepath.Join(r.out, "index.html"), func(w io.Writer) error {
			return page.Write(w, in)
		}))
	_, err = fmt.Fprintf(stdout, "%s\nrepeat: %s\n", b.String(), r.command)
	return errors.Join(err, failed)
}

// chapters carries out the runs of all drafts, and returns the chapters that were finished, by the
// name of their scenario.
func (r *reporting) chapters(
	ctx context.Context,
) (cells []cell[*reports.Chapter], finished map[string]*reports.Chapter) {
	cells = drawDrafts(ctx, &progress{what: "reporting"}, r.drafts, r.request.Order, r.out)
	finished = map[string]*reports.Chapter{}
	for _, cell := range cells {
		if cell.value != nil {
			finished[cell.value.Scenario.Name] = cell.value
		}
	}
	return cells, finished
}

// drawn are the drafts whose runs a study has among its own.
func (r *reporting) drawn(h *study.Header, of review.Contestants) (all []study.Keeper) {
	s, _, err := of(h.Plan.Contestants()[0])
	for _, d := range r.drafts {
		if err == nil && d.Scenario == s {
			all = append(all, d)
		}
	}
	return all
}

// saveStudies keeps the studies that are whole in the folder, each with every file that it was made
// from, and returns them for the page.
func saveStudies(out string, all []*study.Study) (saved []page.Saved, err error) {
	for _, s := range all {
		if s.Missing() > 0 {
			continue
		}
		kept, err := archive.Collect(s)
		if err != nil {
			return saved, err
		}
		var zip bytes.Buffer
		if err := kept.Write(&zip); err != nil {
			return saved, err
		}
		name := s.Plan.Base() + "-study.zip"
		if err := outfile.Write(nil, filepath.Join(out, name), func(w io.Writer) error {
			_, err := w.Write(zip.Bytes())
			return err
		}); err != nil {
			return saved, err
		}
		saved = append(saved, page.Saved{Scenario: s.Plan.Base(), Name: name, Zip: zip.Bytes()})
	}
	return saved, nil
}

// writeReview carries out the studies that the questions of a design review rest on, and writes the
// answers into the folder. Of an interrupted one it returns the answers that could be given, and
// the interruption. nil is a review of which nothing is left.
func writeReview(
	ctx context.Context, out, command string, plan *review.Plan,
) (*review.Review, error) {
	err := plan.Run(func(n int, do func(i int)) {
		each(ctx, n, &progress{what: "reviewing"}, do)
	})
	if err != nil {
		return nil, err
	}
	r := plan.Review(command, versionWords(), commandLine)
	for _, s := range plan.Own() {
		names, err := reports.WriteStudyCharts(out, &reports.Evidence{Study: s, Order: plan.Order})
		if err != nil {
			return nil, err
		}
		r.Illustrate(s.Plan.Base(), names)
	}
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
