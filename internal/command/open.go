package command

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/tokenstorm/tokenstorm/internal/outfile"
	"github.com/tokenstorm/tokenstorm/internal/strict"
	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/reports"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
	"github.com/tokenstorm/tokenstorm/scenarios/study/archive"
)

// An opening is a file of a study, and what is to be done with it.
type opening struct {
	output  studyOutput
	cell    string
	check   string
	extract string

	of    *archive.Archive
	q     *inquiry // nil: nothing is carried out again
	again []int    // the cells that are
}

func init() { register(newOpen) }

func newOpen() *cobra.Command {
	var o opening
	c := &cobra.Command{
		Use:   "open FILE",
		Short: "List what a file of a study holds, print it, and carry runs of it out again",
		Long: "List what a file of a study holds, print it as merge does, and carry runs of it out " +
			"again. FILE is what\n--save wrote, or the page of a report of one study: they need no other " +
			"file, on whatever machine. Or it is a\njournal, or what --format ndjson printed, whose files " +
			"must be where they were. Runs are carried out by this\nversion of the program: of another " +
			"one it says what came out otherwise.",
		Example: `  tokenstorm compare two-nodes --seeds 30 --save two-nodes.zip
  tokenstorm open two-nodes.zip
  tokenstorm open two-nodes.zip --format markdown
  tokenstorm open two-nodes.zip --cell seed=7,strategy=naive
  tokenstorm open two-nodes.zip --check 10%`,
		Args: takes(1, 1, "one file of a study"),
		RunE: func(c *cobra.Command, args []string) error {
			if err := o.read(c, args[0]); err != nil {
				return err
			}
			endReading(c.Context())
			return o.carryOut(c, repeatLine(c, args))
		},
	}
	c.Flags().SortFlags = false
	c.Flags().StringVar(&o.cell, "cell", "", "carry this run out again, such as "+
		"seed=7,strategy=naive,reading=akamai, and compare; what the\nstudy has one of may be left out")
	c.Flags().StringVar(&o.check, "check", "", "carry this share of the runs out again, such as 1%, "+
		"or all, and compare")
	c.Flags().StringVar(&o.extract, "extract", "",
		"write the results and the files into this `folder`")
	o.output.add(c)
	return c
}

// read reads the file, and checks what is asked of it.
func (o *opening) read(c *cobra.Command, file string) (err error) {
	if o.of, err = openStudy(file); err != nil {
		return err
	}
	s := o.of.Study
	collectFor(s.Len())
	if err := o.output.check(c, &s.Plan); err != nil {
		return err
	}
	switch {
	case o.cell != "" && o.check != "":
		return errors.New("found --cell and --check; meant one of them")
	case o.extract != "" && o.of.Inputs == nil:
		return fmt.Errorf("--extract: %s has no files; meant one that --save wrote", file)
	case o.cell != "":
		i, err := cellOf(s, o.cell)
		if err != nil {
			return err
		}
		o.again = []int{i}
	case o.check != "":
		if o.again, err = sharedCells(s, o.check); err != nil {
			return err
		}
	default:
		return nil
	}
	o.q, err = inquiryOf(o.of)
	return err
}

// openStudy reads a study from a file that --save wrote, or from a journal.
func openStudy(file string) (*archive.Archive, error) {
	f, err := strict.Open(file)
	if err != nil {
		return nil, err
	}
	beginning := make([]byte, 2)
	_, err = io.ReadFull(f, beginning)
	if err := errors.Join(f.Close(), notShort(err)); err != nil {
		return nil, err
	}
	if archive.IsArchive(beginning) || archive.IsPage(beginning) {
		return archive.ReadFile(file)
	}
	s, err := study.ReadJournal(file)
	return &archive.Archive{Study: s}, err
}

// notShort is nil of a file that is merely short.
func notShort(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return nil
	}
	return err
}

// cellOf is the number of the one cell of the study that a text such as seed=7,strategy=naive
// means.
func cellOf(s *study.Study, text string) (number int, err error) {
	wanted := map[string]string{}
	keys := []string{"seed", "scenario", "strategy", "reading"}
	for part := range strings.SplitSeq(text, ",") {
		key, value, found := strings.Cut(part, "=")
		if !found || !slices.Contains(keys, key) {
			return 0, fmt.Errorf("found --cell %q; meant seed=7,strategy=NAME,reading=NAME,"+
				"scenario=NAME, or some of them", part)
		}
		wanted[key] = value
	}
	var found []study.Cell
	i := -1
	for r := range s.Cells() {
		i++
		is := map[string]string{"seed": fmt.Sprint(r.Seed), "scenario": r.Scenario,
			"strategy": r.Strategy, "reading": r.Reading}
		if !slices.ContainsFunc(keys, func(key string) bool {
			value, asked := wanted[key]
			return asked && value != is[key]
		}) {
			if found = append(found, r); len(found) == 1 {
				number = i
			}
		}
	}
	switch {
	case len(found) == 0:
		return 0, fmt.Errorf("--cell %s: no run is so; meant one of %s", text, cellsOf(&s.Plan))
	case len(found) > 1:
		return 0, fmt.Errorf("--cell %s: %d runs are so, the first %s; meant one", text, len(found),
			found[0])
	case s.Result(number).Outcome == nil:
		return 0, fmt.Errorf("--cell %s: the study has no outcome of %s", text, found[0])
	}
	return number, nil
}

// cellsOf names what the cells of a plan are made of.
func cellsOf(p *study.Plan) string {
	return fmt.Sprintf("seeds %d to %d, strategies %s, readings %s", p.First,
		p.First+uint64(p.Seeds-1), strings.Join(p.Strategies, ", "), strings.Join(p.Readings, ", "))
}

// sharedCells are a share of the cells whose runs ended, such as 1%, or all of them.
func sharedCells(s *study.Study, text string) ([]int, error) {
	share := unit.Percent(100)
	if text != "all" {
		if err := share.UnmarshalText([]byte(text)); err != nil {
			return nil, fmt.Errorf("--check: %w, or all", err)
		}
	}
	sample := s.Sample(share.Share())
	if len(sample) == 0 {
		return nil, &strict.Mistake{File: s.Name, Line: 1, Column: 1, Found: "no run that ended",
			Meant: "some, to be carried out again"}
	}
	return sample, nil
}

// carryOut does what is asked; without anything it lists what is there.
func (o *opening) carryOut(c *cobra.Command, repeat string) error {
	s := o.of.Study
	if now := studyVersion(); s.Version != now {
		remark(c, []string{fmt.Sprintf("%s: results of version %s; this is %s, which may count otherwise",
			s.Name, s.Version, now)})
	}
	if o.extract != "" {
		err := o.of.Extract(o.extract, func(name string, write func(io.Writer) error) error {
			return outfile.Create(nil, name, write)
		})
		if err != nil {
			return err
		}
		remark(c, []string{"the results and the files are in " + o.extract})
	}
	var view error
	if o.asksView(c) {
		view = errors.Join(o.output.write(c.OutOrStdout(), s), failedCells(s))
	} else if err := s.Tabulate(); err != nil {
		return err
	} else if o.q == nil {
		view = printWhole(c.OutOrStdout(), func(b *bytes.Buffer) error {
			reports.Contents(b, s, o.of.Inputs, formatFor(c.OutOrStdout()))
			fmt.Fprintf(b, "\n%s\n", repeat)
			return nil
		})
	}
	if o.q == nil {
		return view
	}
	return errors.Join(view, o.compare(c))
}

// asksView reports whether the study is to be printed as merge prints it.
func (o *opening) asksView(c *cobra.Command) bool {
	return slices.ContainsFunc([]string{"format", "json", "charts", "baseline",
		"baseline-strategy", "rows", "order"},
		c.Flags().Changed)
}

// compare carries runs out again, and returns an error where one comes out otherwise.
func (o *opening) compare(c *cobra.Command) error {
	s := o.of.Study
	was := func(i int) study.Result { return s.Result(o.again[i]) }
	audit, differing := study.Recompute(len(o.again), was, o.q.runCells,
		func(n int, do func(i int)) {
			each(c.Context(), n, &progress{what: "checking"}, do)
		}, study.Form)
	err := printWhole(c.OutOrStdout(), func(b *bytes.Buffer) error {
		if o.cell != "" {
			r := was(0)
			fmt.Fprintf(b, "%s\nkept digest %s\n", r.Cell, r.Outcome.Digest)
		}
		fmt.Fprintln(b, audit)
		return nil
	})
	if err != nil || len(differing) == 0 {
		return err
	}
	return o.difference(s, differing)
}

// difference is the error of cells that come out otherwise: of the first it says what does.
func (o *opening) difference(s *study.Study, differing []study.Cell) error {
	at := slices.IndexFunc(o.again, func(i int) bool { return s.Result(i).Cell == differing[0] })
	was := s.Result(o.again[at])
	what := "it fails now"
	if now, err := o.q.runCells([]study.Cell{was.Cell}); err == nil {
		what = strings.Join(study.Differing(&was, now[0]), ", ")
	}
	return &strict.Mistake{File: s.Name, Line: 1, Column: 1,
		Found: fmt.Sprintf("%d of %d runs that come out otherwise now, the first %s: %s",
			len(differing), len(o.again), was.Cell, what),
		Meant: "the results of version " + s.Version + " (this is " + studyVersion() + ")"}
}
