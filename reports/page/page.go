// Package page writes a report as one HTML file that needs nothing beside itself: no network, no
// font, no server. A design review opens it from a disk, a mail or a phone, and prints it.
//
// The shell in dist is what the front end in web is built to: markup, style and script in one file.
// Write puts the figures into it, packed with gzip and in base64, for a catalogue's timelines would
// otherwise be most of the file. The script unpacks them with what browsers bring along.
package page

import (
	"compress/gzip"
	_ "embed"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"io"
	"strings"

	"github.com/tokenstorm/tokenstorm/internal/schema"
	"github.com/tokenstorm/tokenstorm/reports"
	"github.com/tokenstorm/tokenstorm/reports/review"
	"github.com/tokenstorm/tokenstorm/reports/storm"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

// An Input is what a page shows.
type Input struct {
	Command  string            // the line that repeats the report
	Version  string            // of the program that ran it
	Seed     uint64            // of the chapters' runs
	Chapters []reports.Chapter // in the order in which they are to be read
	Review   *review.Review    // the answers; nil where the questions were not asked
	Studies  []*study.Study    // of the review's Scenarios, in their order
	Saved    []Saved           // studies that a reader can take along
	Storms   []Storm           // to be watched, beside the chapters of their scenarios
	Finds    []Find            // what hunts found in what we ship
}

// A Saved is a study in one file, of a scenario that was named.
type Saved struct {
	Scenario, Name string
	Zip            []byte
}

// A Storm is the worst seconds of one run of a chapter.
type Storm struct {
	Scenario string      `json:"scenario"`
	Strategy string      `json:"strategy"`
	Data     *storm.Data `json:"-"` // in a block of its own
}

//go:embed dist/page.html
var shell string

// place is where the shell wants the figures.
const place = "<!-- figures -->"

var format = schema.Object[figures]("page", 8,
	"What the page of a report shows: the block of its file whose id is figures, packed by gzip.")

// Write writes the page. Equal inputs give equal bytes.
func Write(w io.Writer, in Input) error {
	before, after, found := strings.Cut(shell, place)
	if !found {
		return errors.New("page: dist/page.html has no place for figures: " +
			"build it anew with make page")
	}
	if _, err := io.WriteString(w, before); err != nil {
		return err
	}
	text, err := format.Line(figuresOf(in))
	if err == nil {
		err = pack(w, "figures", text)
	}
	if err != nil {
		return err
	}
	storms := []*storm.Data{}
	for _, s := range in.Storms {
		storms = append(storms, s.Data)
	}
	if text, err = json.Marshal(storms); err == nil {
		err = pack(w, "storms", text)
	}
	if err != nil {
		return err
	}
	for _, s := range in.Saved {
		if _, err := fmt.Fprintf(w, "<script type=\"application/zip\" data-study=\"%s\" "+
			"data-name=\"%s\">%s</script>\n", html.EscapeString(s.Scenario), html.EscapeString(s.Name),
			base64.StdEncoding.EncodeToString(s.Zip)); err != nil {
			return err
		}
	}
	_, err = io.WriteString(w, after)
	return err
}

// pack writes a text as a block of data that the script finds by its id.
func pack(w io.Writer, id string, data []byte) error {
	if _, err := fmt.Fprintf(w, "<script type=\"application/gzip\" id=%q>", id); err != nil {
		return err
	}
	text := base64.NewEncoder(base64.StdEncoding, w)
	packed, err := gzip.NewWriterLevel(text, gzip.BestCompression)
	if err != nil {
		return err
	}
	_, err = packed.Write(data)
	if err = errors.Join(err, packed.Close(), text.Close()); err != nil {
		return fmt.Errorf("page: %w", err)
	}
	_, err = io.WriteString(w, "</script>\n")
	return err
}
