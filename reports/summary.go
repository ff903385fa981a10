package reports

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// Summary writes the whole report as Markdown, with the charts as pictures beside it. command is
// the line that repeats it; answers are sentences that many runs came to, of which review.md tells
// more.
func Summary(w io.Writer, command string, chapters []Chapter, answers ...string) error {
	var b bytes.Buffer
	fmt.Fprintf(&b, "# Token renewal strategies against the carrier's ban rule\n\n")
	for _, answer := range answers {
		fmt.Fprintf(&b, "- **%s**\n", answer)
	}
	if len(answers) > 0 {
		fmt.Fprintf(&b, "\nThat is what many runs say: [review.md](review.md). Below is one of each.\n\n")
	}
	about(&b, command, chapters)
	if len(allReadings(chapters)) > 0 {
		fmt.Fprintf(&b, "\n## Who survived where\n\n")
		overview(&b, chapters, Format{Markdown: true})
	}
	for i := range chapters {
		section(&b, &chapters[i])
	}
	if _, err := w.Write(b.Bytes()); err != nil {
		return err
	}
	return WriteWords(w)
}

// about says what was run, and what a single run can and cannot show.
func about(b *bytes.Buffer, command string, chapters []Chapter) {
	var scenarios []string
	runs := 0
	for i := range chapters {
		c := &chapters[i]
		scenarios = append(scenarios, fmt.Sprintf("%s (reading %s, seed %d, %s)",
			c.Scenario.Name, c.Reading, c.Seed, unit.Counted(len(c.Contestants), "strategy run")))
		for _, k := range c.Contestants {
			runs += max(1, len(k.Verdicts))
		}
	}
	fmt.Fprintf(b, "Repeat it with `%s`: the same figures come out, on any machine.\n\n", command)
	fmt.Fprintf(b, "- Runs: %s, one per scenario, strategy and reading. One run is no proof: no "+
		"interval can be given, and no ban in a run means just that.\n", unit.Count(runs))
	fmt.Fprintf(b, "- Scenarios: %s\n", strings.Join(scenarios, "; "))
	if readings := allReadings(chapters); len(readings) > 0 {
		fmt.Fprintf(b, "- Readings of the ban rule: %s\n", strings.Join(readings, ", "))
	}
	fmt.Fprintf(b, "- Strategies: %s\n", strings.Join(strategyNames(chapters), ", "))
	fmt.Fprintf(b, "- Latency runs from the click to the outcome, waiting included. ok: share of "+
		"ended user actions that succeeded. fullest: hits in the fullest sliding window of one "+
		"public IP, of how many that are allowed.\n")
}

// section is one chapter.
func section(b *bytes.Buffer, c *Chapter) {
	fmt.Fprintf(b, "\n## %s\n\n%s\n", c.Scenario.Name, strings.TrimSpace(c.Scenario.About))
	if c.Scenario.Trigger != "" {
		fmt.Fprintf(b, "\nTrigger: %s\n", strings.TrimSpace(c.Scenario.Trigger))
	}
	if len(c.Readings()) > 0 {
		fmt.Fprintf(b, "\n### Verdict under each reading\n\n")
		verdicts(b, c, Format{Markdown: true})
	}
	fmt.Fprintf(b, "\n### What each came to\n\n")
	Table(b, c, Format{Markdown: true})
	for _, chart := range Charts() {
		if chart.Draw(c).IsZero() {
			continue
		}
		fmt.Fprintf(b, "\n![%s](%s.png)\n", chart.About, pictureName(c, chart))
	}
	if k := c.losing(); k != nil {
		fmt.Fprintf(b, "\n### How %s lost its first session\n", k.Strategy)
		Losses(b, k.Losses.Told[:1], k.Losses.Count, Format{Markdown: true})
	}
	if k := c.Telling(); k != nil {
		fmt.Fprintf(b, "\n### How the first ban of %s came about\n\n", k.Strategy)
		Story(b, k.FirstBan, Format{Markdown: true})
	}
}

// Telling is the contestant whose ban teaches most: naive, if it was banned; else the one that was
// banned first.
func (c *Chapter) Telling() *Contestant {
	var first *Contestant
	for i := range c.Contestants {
		k := &c.Contestants[i]
		if k.FirstBan == nil {
			continue
		}
		if k.Strategy == "naive" {
			return k
		}
		if first == nil || k.FirstBan.At < first.FirstBan.At {
			first = k
		}
	}
	return first
}

// losing is the contestant whose lost session is told: naive, if it lost one; else the first in the
// order of outcome that did.
func (c *Chapter) losing() *Contestant {
	var first *Contestant
	for _, k := range c.Ranked() {
		switch {
		case k.Losses == nil || k.Losses.Count == 0:
		case k.Strategy == "naive":
			return k
		case first == nil:
			first = k
		}
	}
	return first
}
