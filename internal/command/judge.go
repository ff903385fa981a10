package command

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/fakecarrier/quota"
	"github.com/tokenstorm/tokenstorm/fakecarrier/throttle"
	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/logs"
	"github.com/tokenstorm/tokenstorm/reports"
)

func init() { register(newJudge) }

func newJudge() *cobra.Command {
	var ids []string
	var failOn string
	var follow bool
	var in logFlags
	var out form
	c := &cobra.Command{
		Use:   "judge FILE...",
		Short: "Judge whether the token requests of a log would have brought a ban",
		Long: "Judge the token hits of a log: whether they would have brought a ban under akamai, " +
			"literal and\nparanoid, and, under every reading of the ban rule, when it was first violated, " +
			"for certain and\nperhaps, and how full its fullest window was. FILE is a log in any format " +
			"that `tokenstorm list\nformats` lists, packed or not, a list of decimal seconds, or - for " +
			"standard input; several files, such\nas rotated ones, are read as one, in any order. A stamp " +
			"is an interval: one of whole seconds says that\nthe hit came within that second. Times count " +
			"from the first hit, of a list of offsets from 0. The hits\nare judged as they stand: no ban " +
			"takes effect.\n\nThe hits behind a verdict are shown of each reading that --reading names, " +
			"else of one reading of each\nthreshold: the first that was violated of those that akamai, " +
			"literal and paranoid stand for, else of\nall. --json has them of every reading: violated_by, " +
			"the hits that filled the window that was violated\nfirst, and fullest, those of its fullest " +
			"window.",
		Example: `  tokenstorm judge hits.txt
  tokenstorm judge access.log* --path /oauth/token --client 198.51.100.7
  tokenstorm judge capture.har --host apis.fedex.com --reading R1 --reading A1 --json`,
		Args: takes(1, mostFiles, "files, or - for standard input"),
		RunE: func(c *cobra.Command, args []string) error {
			readings, err := readingsOf(ids)
			if err != nil {
				return err
			}
			if choices := []string{"", "certain", "possible"}; !slices.Contains(choices, failOn) {
				return fmt.Errorf("found --fail-on %q; meant certain or possible", failOn)
			}
			if follow {
				return in.follow(c, args, out.asJSON)
			}
			log, judged, err := in.judge(c, args, readings)
			if err != nil {
				return err
			}
			err = out.print(c.OutOrStdout(), repeatLine(c, args),
				func(b *bytes.Buffer, f reports.Format) {
					fmt.Fprintf(b, "%v%s\n", log.Account, wallClock(log))
					reports.Judgements(b, log, judged, len(ids) > 0, f)
				},
				formats{"json": func(w io.Writer) error {
					return reports.JudgementsJSON(w, log, judged)
				}})
			if err == nil {
				err = failedOn(failOn, judged)
			}
			return err
		},
	}
	c.Flags().SortFlags = false
	c.Flags().StringSliceVar(&ids, "reading", nil,
		"judge under these readings, or akamai, literal, paranoid (default all)")
	in.add(c)
	c.Flags().StringVar(&failOn, "fail-on", "",
		"exit with 99 where a violation of a reading is certain, or possible")
	c.Flags().BoolVar(&follow, "follow", false, "read a log that is being written, and say whether "+
		"its owner is banned now: until when if\neverybody stops, who prolongs it, what to switch off")
	out.addJSON(c, "print the verdicts as one JSON object; with --follow, an object a line")
	complete(c, "reading", slices.Concat(throttle.Named(), quota.ReadingIDs()))
	complete(c, "fail-on", []string{"certain", "possible"})
	return c
}

// mostFiles is the number of files that a command takes at most (assumed).
const mostFiles = 10_000

// numbersOfLines is the number of lines that a file may have, so that a hit has one number for its
// file and its line.
const numbersOfLines = 1 << 40

// judge lets readings judge the hits of logs.
func (l *logFlags) judge(c *cobra.Command, files, readings []string) (
	*reports.JudgedLog, []quota.Judgement, error,
) {
	judges := quota.NewJudges(judgedThresholds(), readings)
	log := &reports.JudgedLog{}
	var names []string
	account, err := l.read(c, files, func(h *logs.Hit) error {
		if len(names) == 0 {
			log.First = h.Begin.From
		}
		log.To, log.Last = max(log.To, h.Begin.From), max(log.Last, h.Begin.Until-1)
		file := len(names) - 1
		if file < 0 || names[file] != h.File {
			if file = slices.Index(names, h.File); file < 0 {
				file, names = len(names), append(names, h.File)
			}
		}
		judges.Hit(h.Begin.From, h.Begin.Until, int64(file)*numbersOfLines+int64(h.Line))
		return nil
	})
	log.Account = account
	log.Place = func(number int64) logs.Place {
		return logs.Place{File: names[number/numbersOfLines], Line: int(number % numbersOfLines)}
	}
	return log, judges.Judgements(), err
}

// wallClock says from when to when the hits of a log are; nothing of a list of offsets.
func wallClock(log *reports.JudgedLog) string {
	if log.Account.Offsets {
		return ""
	}
	return fmt.Sprintf("from %s to %s\n", unit.Instant(log.First).Format(time.RFC3339Nano),
		unit.Instant(log.To).Format(time.RFC3339Nano))
}

// failedOn is the error of hits that violate a reading, for certain or possibly.
func failedOn(what string, judged []quota.Judgement) error {
	var violated []string
	for _, j := range judged {
		if what == "possible" && j.Possible || what == "certain" && j.Certain {
			violated = append(violated, j.Reading)
		}
	}
	if len(violated) == 0 {
		return nil
	}
	return &exit{exitUnmet,
		fmt.Errorf("a violation is %s under %s", what, strings.Join(violated, ", "))}
}

// judgedThresholds are those of FedEx, whose sentence the readings read.
func judgedThresholds() []quota.Threshold {
	fedex := shipped(fakecarrier.LookupProfile("fedex"))
	return fedex.Thresholds()
}

// readingsOf returns the readings of these ids in the order of all, all of them if none is named.
// The name of a throttle stands for its readings: akamai for R1 and A1.
func readingsOf(named []string) ([]string, error) {
	var ids []string
	for _, name := range named {
		if t, err := throttle.Parse(name); err == nil && slices.Contains(throttle.Named(), name) {
			ids = append(ids, t.Readings...)
			continue
		}
		if _, err := quota.LookupReading(name); err != nil {
			return nil, fmt.Errorf("unknown reading %q; %s", name,
				unit.Suggestion(name, append(quota.ReadingIDs(), throttle.Named()...)))
		}
		ids = append(ids, name)
	}
	return slices.DeleteFunc(quota.ReadingIDs(), func(id string) bool {
		return len(ids) > 0 && !slices.Contains(ids, id)
	}), nil
}
