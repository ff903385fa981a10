package reports

import (
	"fmt"
	"io"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// A Format is how a table is put down.
type Format uint8

// The formats.
const (
	Plain    Format = iota // aligned for a terminal or a file
	Coloured               // the same for a terminal that shows colours
	Markdown               // a pipe table
)

// Table writes what the chapter's strategies came to, best outcome first, under a line that says of
// what the figures are.
func Table(w io.Writer, c *Chapter, f Format) error {
	burst, average := c.Scenario.TokenLimits()
	t := newTable(text.AlignRight, "strategy", "ok", "of\nactions", "open", "bans", "banned",
		"401\nkilled", "401\nexpired", "token\nrequests", "fullest\n"+windowName(burst),
		"fullest\n"+windowName(average), "p50", "p99", "failed\np50")
	for _, k := range c.Ranked() {
		s := &k.Tally.Summary
		row := table.Row{k.Strategy, unit.Share(s.Actions.Succeeded, ended(s)),
			unit.Count(s.Actions.Succeeded) + "/" + unit.Count(ended(s)),
			unit.Count(s.Actions.Open), unit.Count(s.Bans.Count), banned(s.Bans.Count, s.Bans.Banned),
			unit.Count(s.API.Rejected.Killed), unit.Count(s.API.Rejected.Expired),
			unit.Count(s.Token.Requests),
			usage(s.Headroom.BurstPeak, s.Headroom.BurstLimit),
			usage(s.Headroom.AveragePeak, s.Headroom.AverageLimit),
			unit.None, unit.None, unit.None}
		if s.Latency.N > 0 {
			row[11], row[12] = unit.Latency(s.Latency.P50), p99(&s.Latency)
		}
		if s.FailedLatency.N > 0 {
			row[13] = unit.Latency(s.FailedLatency.P50)
		}
		t.AppendRow(row)
	}
	if f == Coloured {
		t.SetRowPainter(func(row table.Row) text.Colors {
			if row[4] != "0" {
				return text.Colors{text.FgRed}
			}
			return nil
		})
	}
	return putTable(w, t, c.header(), f)
}

func banned(bans int, ms float64) string {
	if bans == 0 {
		return unit.None
	}
	return unit.Minutes(fromMilliseconds(ms))
}

// newTable has its first column aligned to the left, the others as said.
func newTable(others text.Align, columns ...string) table.Writer {
	t := table.NewWriter()
	head := table.Row{}
	configs := []table.ColumnConfig{}
	for i, name := range columns {
		head = append(head, name)
		align := others
		if i == 0 {
			align = text.AlignLeft
		}
		configs = append(configs,
			table.ColumnConfig{Number: i + 1, Align: align, AlignHeader: align})
	}
	t.AppendHeader(head)
	t.SetColumnConfigs(configs)
	style := table.StyleLight
	style.Options = table.Options{SeparateHeader: true}
	style.Box.PaddingLeft, style.Box.PaddingRight = "", "  "
	style.Format.Header = text.FormatDefault
	t.SetStyle(style)
	return t
}

func putTable(w io.Writer, t table.Writer, header string, f Format) error {
	body := t.Render()
	if f == Markdown {
		body = t.RenderMarkdown()
	}
	_, err := fmt.Fprintf(w, "%s\n\n%s\n", header, withoutPadding(body))
	return err
}

// putRows writes t to a buffer, without a header.
func putRows(w io.Writer, t table.Writer) { fmt.Fprintln(w, withoutPadding(t.Render())) }

// withoutPadding is the text without blanks at the ends of lines: each is a diff waiting to happen.
func withoutPadding(text string) string {
	lines := strings.Split(text, "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return strings.Join(lines, "\n")
}
