package reports

import (
	"time"

	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/logs"
)

// accountJSON is what --json says of a log that was read, whatever was asked of it.
type accountJSON struct {
	Resolution unit.Milliseconds `json:"resolution_ms"` // 0: exact
	Origin     *time.Time        `json:"origin"`        // null: a list has its own zero
	Files      []judgedFile      `json:"files"`
	Lines      judgedLines       `json:"lines"`
	Hits       int               `json:"hits"`
}

// A judgedFile is how a file was read: as which log format, and which instant its stamps are.
type judgedFile struct {
	File   string `json:"file,omitempty"` // of several
	Format string `json:"log_format,omitempty"`
	Stamp  string `json:"stamp,omitempty"`
	// Unsaid is of how many hits nothing says when they began: verdicts take them to have come within
	// their stamps.
	Unsaid int `json:"begin_unsaid,omitempty"`
	// Formats are how many records were of which, where lines are of several.
	Formats map[string]int `json:"formats,omitempty"`
	// Lengths says in which unit it has how long requests took, where that is not plain.
	Lengths string `json:"lengths,omitempty"`
	Why     string `json:"why,omitempty"` // of one of which nothing is read
}

type judgedLines struct {
	Read    int            `json:"read"`
	Kept    int            `json:"kept"`
	LeftOut map[string]int `json:"left_out"`
	Tunnels int            `json:"tunnels,omitempty"` // of kept: each may carry several requests
	Alike   int            `json:"alike,omitempty"`   // of kept: another file has them as well
}

// accountOf is the account of a log whose first hit can have come first at an instant.
func accountOf(a *logs.Account, first int64) accountJSON {
	out := accountJSON{
		Resolution: unit.Milliseconds(a.Resolution()), Lines: linesOf(a), Hits: a.Kept,
	}
	if !a.Offsets {
		origin := unit.Instant(first)
		out.Origin = &origin
	}
	for i := range a.Files {
		out.Files = append(out.Files, judgedFileOf(&a.Files[i], len(a.Files) > 1))
	}
	return out
}

func judgedFileOf(f *logs.FileAccount, several bool) (file judgedFile) {
	if file.Format = f.Format; f.Format == "" {
		file.Why = f.Why
	} else {
		file.Stamp, file.Unsaid, file.Lengths = f.Stamp().String(), f.Unsaid(), f.Lengths
	}
	if several {
		file.File = f.Name
	}
	for _, m := range f.Mixed {
		if file.Formats == nil {
			file.Formats = map[string]int{}
		}
		file.Formats[m.Format] = m.Records
	}
	return file
}

// linesOf says what became of the records.
func linesOf(a *logs.Account) judgedLines {
	lines := judgedLines{Read: a.Read, Kept: a.Kept, LeftOut: map[string]int{}, Tunnels: a.Tunnels,
		Alike: a.Alike}
	for reason, left := range a.Left {
		lines.LeftOut[logs.Reason(reason).String()] = left.Count
	}
	return lines
}
