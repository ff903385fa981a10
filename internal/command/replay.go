package command

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/logs"
	"github.com/tokenstorm/tokenstorm/reports"
	"github.com/tokenstorm/tokenstorm/scenarios/fit"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

func init() { register(newReplay) }

func newReplay() *cobra.Command {
	var q inquiry
	var in logFlags
	var span logSpan
	var fleet fit.Fleet
	var file string
	c := &cobra.Command{
		Use:   "replay FILE...",
		Short: "Run strategies under the calls that logs recorded",
		Long: "Run strategies under the API calls that logs recorded: each is a click, when it was, by " +
			"the node that\nits client is dealt to. Requests of a token endpoint, whose path has token in " +
			"its last word, and\ncalls that were answered 401 are left out: they are what strategies " +
			"decide. The scenario is written\nto --out, and its arrivals beside it, to be run again, " +
			"changed and compared. FILE is any log that\n`tokenstorm judge` reads.",
		Example: `  tokenstorm replay access.log --from 09:00 --for 1h --strategies naive,recommended
  tokenstorm replay egress.log.gz --host apis.fedex.com --nodes 4 --out monday.yaml`,
		RunE: func(c *cobra.Command, args []string) error {
			if err := checkFleet(c, fleet); err != nil {
				return err
			}
			if filepath.Ext(file) != ".yaml" {
				return fmt.Errorf("found --out %s; meant a file ending in .yaml", file)
			}
			if err := span.check(c); err != nil {
				return err
			}
			arrivals := strings.TrimSuffix(file, ".yaml") + ".csv"
			told, err := span.write(c, &in, args, fleet, file, arrivals)
			if err != nil {
				return err
			}
			if err := q.read(c, []string{file}); err != nil {
				return err
			}
			where := c.OutOrStdout()
			if err := q.output.settle(); err != nil {
				return err
			}
			if !q.output.isTable() {
				where = c.ErrOrStderr() // programs read the other
			}
			if _, err := io.WriteString(where, told); err != nil {
				return err
			}
			fmt.Fprintf(c.ErrOrStderr(), "wrote %s and %s\n", file, arrivals)
			cells := parallel(c.Context(), len(q.strategies), &progress{what: "replaying"},
				func(i int) (*measure.Tally, error) { return q.run(i).Do() })
			return q.printOnce(c.OutOrStdout(), cells, repeatCommand(c, args))
		},
	}
	q.subject.addFlags(c, "strategies", aboutStrategies)
	q.output.addJSON(c, "print the figures of each as one JSON object")
	span.add(c)
	addFleet(c, &fleet)
	c.Flags().StringVar(&file, "out", "replay.yaml",
		"the scenario `file` to write, and a .csv beside it; what says something else is left as it is")
	isWritten(c, "out", writesFile)
	in.add(c)
	c.Args, c.ValidArgsFunction = takes(1, mostFiles, "logs, or - for standard input"), nil
	return c
}

// A logSpan is a part of a log.
type logSpan struct {
	from  string
	lasts time.Duration

	clock   time.Duration // of the day
	outside int           // hits that are no part of it
}

func (s *logSpan) add(c *cobra.Command) {
	c.Flags().StringVar(&s.from, "from", "", "begin at this `time` of the log's first day, as 09:00 "+
		"(default its first call)")
	c.Flags().DurationVar(&s.lasts, "for", 0, "so long (default to its end)")
}

// check reads the flags.
func (s *logSpan) check(c *cobra.Command) error {
	if s.lasts < 0 || s.lasts == 0 && c.Flags().Changed("for") {
		return fmt.Errorf("found --for %v; meant a length of time, as 1h", s.lasts)
	}
	if s.from == "" {
		return nil
	}
	for _, layout := range []string{"15:04", "15:04:05"} {
		if at, err := time.Parse(layout, s.from); err == nil {
			s.clock = at.Sub(at.Truncate(24 * time.Hour))
			return nil
		}
	}
	return fmt.Errorf("found --from %q; meant a time of the day, as 09:00; --since takes an instant",
		s.from)
}

// write writes a scenario of that part of the logs, and its arrivals. It says what became of the
// records.
func (s *logSpan) write(
	c *cobra.Command, in *logFlags, logs []string, fleet fit.Fleet, scenario, arrivals string,
) (told string, err error) {
	var r fit.Replay
	account, err := in.read(c, logs, observing(s.within(in, r.Add)))
	if err != nil {
		return "", err
	}
	if r.Calls+r.Tokens+r.Refused == 0 {
		of := strings.Join(logs, " ") + ": found no request"
		if s.from != "" {
			of += " from " + s.from + " on"
		}
		if s.lasts > 0 {
			of += " for " + unit.FormatDuration(s.lasts)
		}
		return "", errors.New(of + "; meant a part of the log that has some")
	}
	if err := noCalls(&r.Observation, logs); err != nil {
		return "", err
	}
	var clicks strings.Builder
	if err := r.Arrivals(&clicks, fleet); err != nil {
		return "", err
	}
	text := r.Scenario(strings.Join(logs, " "), filepath.Base(arrivals), fleet, account.Resolution())
	told = fmt.Sprintf("%v%s\n", account, reports.Observed(&r.Observation))
	if s.outside > 0 {
		told += fmt.Sprintf("%s outside of --from and --for\n", unit.Counted(s.outside, "request"))
	}
	return told + "\n", writeFresh(c, fresh{arrivals, clicks.String()}, fresh{scenario, text})
}

// within adds the hits of the part alone.
func (s *logSpan) within(in *logFlags, add func(*logs.Hit) bool) func(*logs.Hit) bool {
	var from, until int64
	return func(h *logs.Hit) bool {
		if from == 0 {
			from = h.Begin.From
			if s.from != "" {
				day := time.Unix(0, from).In(in.options.Location())
				from = time.Date(day.Year(), day.Month(), day.Day(), 0, 0, 0, 0, day.Location()).
					Add(s.clock).UnixNano()
			}
			if until = from + int64(s.lasts); s.lasts == 0 {
				until = 1<<63 - 1
			}
		}
		if h.Begin.From < from || h.Begin.From >= until {
			s.outside++
			return true
		}
		return add(h)
	}
}
