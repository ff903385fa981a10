package command

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"
	_ "time/tzdata" // zones are known on machines that have none

	"github.com/spf13/cobra"

	"github.com/tokenstorm/tokenstorm/internal/outfile"
	"github.com/tokenstorm/tokenstorm/internal/strict"
	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/logs"
)

// logFlags are the flags of commands that read logs.
type logFlags struct {
	options        logs.Options
	resolution     time.Duration
	zone, tolerate string
	rejects        string
}

// add declares the flags.
func (l *logFlags) add(c *cobra.Command) {
	f, o := c.Flags(), &l.options
	f.StringVar(&o.Format, "format", "",
		"how the log is written, as list formats has it (default auto)")
	f.StringSliceVar(&o.Hosts, "host", nil, "keep requests to this host; again for another")
	f.StringSliceVar(&o.Paths, "path", nil, "keep requests of this path and below")
	f.StringSliceVar(&o.Methods, "method", nil,
		"keep requests of this method, or any (default POST where --path names a token endpoint)")
	f.StringSliceVar(&o.Clients, "client", nil,
		"keep requests of this client: an address, a network as 10.0.0.0/8, a name")
	f.BoolVar(&o.Forwarded, "forwarded", false, "the client is the first of X-Forwarded-For")
	f.StringSliceVar(&o.Statuses, "status", nil, "keep answers of this status: 403, 4xx")
	f.StringVar(&o.Since, "since", "", "leave out what began before this `instant`")
	f.StringVar(&o.Until, "until", "", "leave out what began at this `instant` or later")
	f.DurationVar(&l.resolution, "resolution", 0, "how fine the stamps are (default as seen in them)")
	f.StringVar(&l.zone, "zone", "", "`zone` of stamps without one, as Europe/Berlin (default UTC)")
	f.StringVar(&l.tolerate, "tolerate", "", "`share` of records that may be unreadable (default 1%)")
	f.BoolVar(&o.Strict, "strict", false, "refuse the first record that cannot be read")
	f.StringVar(&l.rejects, "rejects", "",
		"write each record that is left out into this `file`, with place and reason")
	isWritten(c, "rejects", writesFile)
	f.StringVar(&o.Time, "time", "", "`field` of CSV, JSON or logfmt that has the time")
	f.StringVar(&o.TimeUnit, "time-unit", "", "its unit: s, ms, us, ns or rfc3339")
	f.StringVar(&o.ClientField, "client-field", "", "`field` that has the client")
	f.StringVar(&o.PathField, "path-field", "", "`field` that has the path or the URL")
	f.StringVar(&o.StatusField, "status-field", "", "`field` that has the status")
	f.StringVar(&o.DurationField, "duration-field", "", "`field` that has how long it took")
	f.StringVar(&o.DurationUnit, "duration-unit", "",
		"its unit, where the log does not tell it: s, ms, us or ns")
	f.StringVar(&o.Stamp, "stamp", "",
		"which instant the stamps are, begin or end of requests (default as the log tells it)")
	complete(c, "stamp", stampChoices)
	complete(c, "format", logs.FormatNames())
}

// read reads the logs of these names, hit by hit, and returns what became of their records. It is
// an error if none was kept.
func (l *logFlags) read(
	c *cobra.Command, names []string, each func(*logs.Hit) error,
) (*logs.Account, error) {
	smallHeap()
	if err := l.settle(); err != nil {
		return nil, err
	}
	sources, err := logs.Files(names, c.InOrStdin())
	if err != nil {
		return nil, err
	}
	if l.rejects == "" {
		return l.readInto(sources, nil, each)
	}
	var account *logs.Account
	err = outfile.Write(c.OutOrStdout(), l.rejects, func(w io.Writer) error {
		if outfile.IsStdout(l.rejects) {
			w = shown{w}
		}
		b := bufio.NewWriter(w)
		if account, err = l.readInto(sources, b, each); err != nil {
			return err
		}
		return b.Flush()
	})
	return account, err
}

// shown shows lines with tabs in them as a terminal can be given them.
type shown struct{ io.Writer }

// Write writes the lines.
func (s shown) Write(p []byte) (int, error) {
	var b strings.Builder
	for text := range strings.SplitAfterSeq(string(p), "\n") {
		line, end := strings.CutSuffix(text, "\n")
		for i, cell := range strings.Split(line, "\t") {
			if i > 0 {
				b.WriteByte('\t')
			}
			b.WriteString(unit.Printable(cell))
		}
		if end {
			b.WriteByte('\n')
		}
	}
	if _, err := io.WriteString(s.Writer, b.String()); err != nil {
		return 0, err
	}
	return len(p), nil
}

func (l *logFlags) readInto(
	sources []logs.Source, rejects io.Writer, each func(*logs.Hit) error,
) (*logs.Account, error) {
	o := l.options
	o.Rejects = rejects
	r, err := logs.Open(sources, o)
	if err != nil {
		return nil, err
	}
	for r.Next() {
		if err := each(r.Hit()); err != nil {
			return nil, err
		}
	}
	if err := r.Err(); err != nil {
		return nil, err
	}
	if r.Account().Kept == 0 {
		return nil, noHits(r)
	}
	return r.Account(), nil
}

// noHits is the mistake of filters that keep nothing, or of a log that has nothing.
func noHits(r *logs.Reader) error {
	a := r.Account()
	m := &strict.Mistake{File: a.Files[0].Name, Line: 1, Column: 1, Found: "no hits",
		Meant: "a hit a line"}
	if a.Read > 0 {
		m.Found = fmt.Sprintf("no hits among %s: %s", unit.Counted(a.Read, "record"), a.LeftOut())
		m.Meant = "a filter that keeps some"
	} else if format := a.Files[0].Format; a.Others > 0 && format != "" {
		m.Found = fmt.Sprintf("no hits among %s of format %s", unit.Counted(a.Others, "value"), format)
		m.Meant = "some that are requests of HTTP, with method and URL"
	}
	paths, hosts := r.Commonest()
	if len(paths) == 0 && a.Left[logs.OtherPath].Count > 0 {
		m.Meant += "; no record has a path: --path-field names the field of CSV, JSON or logfmt"
	}
	if len(paths) > 0 {
		m.Meant += "; the commonest paths are " + strings.Join(paths, ", ")
	}
	if len(hosts) > 0 {
		m.Meant += "; the commonest hosts are " + strings.Join(hosts, ", ")
	}
	return m
}

// settle reads the flags that are more than a word.
func (l *logFlags) settle() (err error) {
	o := &l.options
	if l.resolution < 0 {
		return fmt.Errorf("found --resolution %v; meant a length of time, as 1s", l.resolution)
	}
	o.Resolution = l.resolution
	if l.zone != "" {
		if o.Zone, err = time.LoadLocation(l.zone); err != nil {
			return fmt.Errorf("found --zone %q; meant a time zone, as UTC or Europe/Berlin", l.zone)
		}
	}
	o.Tolerate = logs.UsualTolerance
	if l.tolerate != "" {
		number, percent := strings.CutSuffix(l.tolerate, "%")
		o.Tolerate, err = strconv.ParseFloat(number, 64)
		if percent {
			o.Tolerate /= 100
		}
		if err != nil || o.Tolerate < 0 || o.Tolerate > 1 {
			return fmt.Errorf("found --tolerate %q; meant a share, as 1%%", l.tolerate)
		}
	}
	if err := oneOf("stamp", o.Stamp, stampChoices); err != nil {
		return err
	}
	units := []string{"s", "ms", "us", "ns", "rfc3339"}
	if err := oneOf("time-unit", o.TimeUnit, units); err != nil {
		return err
	}
	return oneOf("duration-unit", o.DurationUnit, units[:4])
}

// stampChoices are the instants that --stamp may name.
var stampChoices = []string{"begin", "end"}

// oneOf is the error of a flag that is given, and is none of the choices.
func oneOf(flag, given string, choices []string) error {
	if given == "" || slices.Contains(choices, given) {
		return nil
	}
	return fmt.Errorf("found --%s %q; meant %s", flag, given, unit.Meant(given, choices))
}
