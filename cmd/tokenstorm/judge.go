package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"slices"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"
	"github.com/spf13/cobra"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/strategies"
)

func newJudge() *cobra.Command {
	var ids []string
	var path, ip string
	var asJSON bool
	c := &cobra.Command{
		Use:   "judge FILE",
		Short: "Judge recorded token hits under every reading of the ban rule",
		Long: "Judge recorded token hits under every reading of the ban rule: when each was first " +
			"violated, and\nhow full its fullest window was. FILE is a list of decimal seconds, one " +
			"hit a line, or an access log\nin Common or Combined Log Format; either may be gzipped; " +
			"- is standard input. Times of a list count\nfrom 0, of a log from its first hit. The " +
			"hits are judged as they stand: no ban takes effect.",
		Example: `  tokenstorm judge hits.txt
  tokenstorm judge access.log.gz --path /oauth/token --ip 198.51.100.7
  tokenstorm judge hits.txt --reading R1 --reading A1 --json`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return fmt.Errorf("judge takes one file, or - for standard input, not %d arguments",
					len(args))
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error {
			readings, err := readingsOf(ids)
			if err != nil {
				return misconfigured(err)
			}
			hits, err := readHits(c.InOrStdin(), args[0], path, ip)
			if err != nil {
				return err
			}
			judged := fakecarrier.Judge(hits.At, hits.Origin, readings)
			var b bytes.Buffer
			if asJSON {
				err = writeJSON(&b, judgementsOf(hits, judged))
			} else {
				words := judgeWords(args[0], ids, path, ip)
				tellJudgements(&b, hits, judged)
				fmt.Fprintf(&b, "\n%s\n", repeatLine(words...))
			}
			if err != nil {
				return err
			}
			_, err = c.OutOrStdout().Write(b.Bytes())
			return err
		},
	}
	c.Flags().StringSliceVar(&ids, "reading", nil, "judge under these readings (default all)")
	c.Flags().StringVar(&path, "path", "", "of a log, keep requests of this path and below")
	c.Flags().StringVar(&ip, "ip", "", "of a log, keep requests of this host")
	c.Flags().BoolVar(&asJSON, "json", false, "print the verdicts as one JSON object")
	complete(c, "reading", readingIDs())
	return c
}

func readingIDs() []string {
	var ids []string
	for _, r := range fakecarrier.Readings() {
		ids = append(ids, r.ID)
	}
	return ids
}

// readingsOf returns the readings of these ids in the order of all, all of them if none is named.
func readingsOf(ids []string) ([]string, error) {
	for _, id := range ids {
		if _, err := fakecarrier.LookupReading(id); err != nil {
			return nil, err
		}
	}
	all := readingIDs()
	if len(ids) == 0 {
		return all, nil
	}
	return slices.DeleteFunc(all, func(id string) bool { return !slices.Contains(ids, id) }), nil
}

func readHits(stdin io.Reader, file, path, ip string) (*scenarios.Hits, error) {
	in, name := stdin, "stdin"
	if file != "-" {
		f, err := os.Open(file)
		if err != nil {
			return nil, misconfigured(err)
		}
		defer f.Close()
		in, name = f, file
	}
	hits, err := scenarios.ReadHits(name, in, path, ip)
	if err != nil {
		return nil, err
	}
	if len(hits.At) == 0 {
		meant := "a hit a line"
		if path != "" || ip != "" {
			meant = "requests that match --path and --ip"
		}
		return nil, &strategies.ConfigError{
			File: name, Line: 1, Column: 1, Found: "no hits", Meant: meant,
		}
	}
	return hits, nil
}

func judgeWords(file string, ids []string, path, ip string) []string {
	words := []string{"judge", file}
	for _, id := range ids {
		words = append(words, "--reading", id)
	}
	if path != "" {
		words = append(words, "--path", path)
	}
	if ip != "" {
		words = append(words, "--ip", ip)
	}
	return words
}

type judgements struct {
	Hits     int         `json:"hits"`
	Readings []judgement `json:"readings"`
}

type judgement struct {
	Reading        string `json:"reading"`
	FirstViolation *int64 `json:"first_violation_ms"` // whole milliseconds; null: never
	Peak           int    `json:"peak"`
	Limit          int    `json:"limit"`
}

func judgementsOf(hits *scenarios.Hits, judged []fakecarrier.Judgement) judgements {
	out := judgements{Hits: len(hits.At)}
	for _, j := range judged {
		of := judgement{Reading: j.Reading, Peak: j.Peak, Limit: j.Limit}
		if j.Violated {
			ms := j.FirstViolation.Milliseconds()
			of.FirstViolation = &ms
		}
		out.Readings = append(out.Readings, of)
	}
	return out
}

func tellJudgements(w io.Writer, hits *scenarios.Hits, judged []fakecarrier.Judgement) {
	last := hits.At[len(hits.At)-1]
	fmt.Fprintf(w, "%d token hits within %v, as they stand: a record of what was, no estimate\n\n",
		len(hits.At), last.Sub(hits.At[0]))
	t := newTable("reading", "first violated", "fullest", "limit", "what it says")
	for _, j := range judged {
		r, err := fakecarrier.LookupReading(j.Reading)
		if err != nil {
			panic(err) // looked up before
		}
		first := "never"
		if j.Violated {
			first = since(j.FirstViolation)
		}
		t.AppendRow(table.Row{j.Reading, first, j.Peak, j.Limit, r.About})
	}
	putTable(w, t)
	tellWindows(w, hits, judged)
}

// tellWindows shows the hits that filled the windows which were violated first of all: of the burst
// threshold and of the average one.
func tellWindows(w io.Writer, hits *scenarios.Hits, judged []fakecarrier.Judgement) {
	for _, average := range []bool{false, true} {
		var first *fakecarrier.Judgement
		for i := range judged {
			r, err := fakecarrier.LookupReading(judged[i].Reading)
			if err != nil || r.Average != average || !judged[i].Violated {
				continue
			}
			if first == nil || judged[i].FirstViolation < first.FirstViolation {
				first = &judged[i]
			}
		}
		if first != nil {
			tellWindow(w, hits, first)
		}
	}
}

// A longer window is told by its beginning and its end.
const (
	mostHits  = 24
	firstHits = 12
	lastHits  = 8
)

func tellWindow(w io.Writer, hits *scenarios.Hits, j *fakecarrier.Judgement) {
	fmt.Fprintf(w, "\n%s was violated first at %s; the %d hits that filled its window:\n\n",
		j.Reading, since(j.FirstViolation), len(j.Filled))
	columns := []string{"line", "since the first of them", "since the start", "time"}
	if hits.Origin.Unix() == 0 {
		columns = columns[:3] // a list knows no time of day
	}
	t := newTable(columns...)
	for n, i := range j.Filled {
		if len(j.Filled) > mostHits && n >= firstHits && n < len(j.Filled)-lastHits {
			if n == firstHits {
				t.AppendRow(table.Row{"...",
					fmt.Sprintf("%d more", len(j.Filled)-firstHits-lastHits)})
			}
			continue
		}
		row := table.Row{hits.Lines[i], "+" + since(hits.At[i].Sub(hits.At[j.Filled[0]])),
			since(hits.At[i].Sub(hits.Origin)), hits.At[i].Format(time.RFC3339)}
		t.AppendRow(row[:len(columns)])
	}
	right := []table.ColumnConfig{}
	for n := range 3 {
		right = append(right, table.ColumnConfig{Number: n + 1, Align: text.AlignRight})
	}
	t.SetColumnConfigs(right)
	putTable(w, t)
}

// since tells a time in milliseconds, which is how the verdicts are given.
func since(d time.Duration) string {
	return string(appendMilliseconds(nil, d)) + " ms"
}
