package command

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/tokenstorm/tokenstorm/logs"
	"github.com/tokenstorm/tokenstorm/logs/standing"
	"github.com/tokenstorm/tokenstorm/reports"
)

// A follower reads a log that is being written, and prints whether its owner is banned, each time
// that this changes, and now and then while it does not.
type follower struct {
	in     *logFlags
	file   string
	asJSON bool
	stdout io.Writer

	now  func() time.Time
	wait func(context.Context) error // for more lines; its error ends it

	standing *standing.Standing
	options  logs.Options
	head     []byte // the lines above the first record, which say how to read the others
	offset   int64  // what was read
	printed  time.Time
	last     standing.Report
}

// The times are assumed: who is banned wants to see it at once, and not to be told every second.
const (
	lookEvery  = 250 * time.Millisecond
	printEvery = 10 * time.Second
)

// follow follows a log until ctx ends.
func (l *logFlags) follow(c *cobra.Command, files []string, asJSON bool) error {
	if len(files) != 1 || files[0] == "-" {
		return fmt.Errorf("found --follow with %s; meant one file", strings.Join(files, " "))
	}
	if err := l.settle(); err != nil {
		return err
	}
	f := follower{in: l, file: files[0], asJSON: asJSON, stdout: c.OutOrStdout(), now: time.Now,
		wait: func(ctx context.Context) error {
			select {
			case <-ctx.Done():
				return ctx.Err()
			case <-time.After(lookEvery):
				return nil
			}
		}}
	endReading(c.Context())
	return f.follow(c.Context())
}

func (f *follower) follow(ctx context.Context) error {
	fedex := fedexTerms()
	f.standing = standing.New(fedex.Thresholds[0], fedex.Thresholds[1], fedex.Ban)
	f.options = f.in.options
	for {
		if err := f.readOn(); err != nil {
			return err
		}
		if err := f.print(); err != nil {
			return err
		}
		if err := f.wait(ctx); err != nil {
			return nil
		}
	}
}

// readOn reads the lines that were written since the last time.
func (f *follower) readOn() error {
	file, err := os.Open(f.file)
	if err != nil {
		return err
	}
	defer file.Close()
	end, err := wholeLines(file)
	if err != nil {
		return err
	}
	if end < f.offset {
		f.offset, f.head = 0, nil // the file was emptied, or another has its name
	}
	if end == f.offset {
		return nil
	}
	written := func() io.Reader {
		return io.MultiReader(bytes.NewReader(f.head),
			io.NewSectionReader(file, f.offset, end-f.offset))
	}
	r, err := logs.Open([]logs.Source{{Name: f.file, Open: func() (io.ReadCloser, error) {
		return io.NopCloser(written()), nil
	}}}, f.options)
	if err != nil {
		return err
	}
	for r.Next() {
		f.standing.Add(r.Hit())
	}
	if err := r.Err(); err != nil {
		return err
	}
	if f.offset == 0 {
		f.begun(r.Account(), file)
	}
	f.offset = end
	return nil
}

// begun notes how later lines are to be read: as the first ones, below the same line of names. From
// then on a line that cannot be read is left out.
func (f *follower) begun(a *logs.Account, file io.ReaderAt) {
	format := a.Files[0].Format
	f.options.Format, f.options.Resolution = format, a.Resolution()
	f.options.Strict, f.options.Tolerate = false, 1
	lines := bufio.NewReader(io.NewSectionReader(file, 0, mostHead))
	for line, err := lines.ReadBytes('\n'); err == nil; line, err = lines.ReadBytes('\n') {
		names := len(f.head) == 0 && strings.HasSuffix(format, "csv")
		if line[0] != '#' && !names {
			break
		}
		f.head = append(f.head, line...)
	}
}

// mostHead bounds what is above the first record. Assumed.
const mostHead = 1 << 16

// wholeLines returns where the last line of a file ends.
func wholeLines(file *os.File) (end int64, err error) {
	info, err := file.Stat()
	if err != nil {
		return 0, err
	}
	block := make([]byte, 1<<16)
	for end = info.Size(); end > 0; {
		n := min(end, int64(len(block)))
		if _, err := file.ReadAt(block[:n], end-n); err != nil {
			return 0, err
		}
		if i := bytes.LastIndexByte(block[:n], '\n'); i >= 0 {
			return end - n + int64(i) + 1, nil
		}
		end -= n
	}
	return 0, nil
}

// print prints the standing if it has changed, or if there was a hit in a ban and it was printed a
// while ago.
func (f *follower) print() error {
	now := f.now().In(f.in.options.Location())
	r := f.standing.At(now.UnixNano())
	changed := f.printed.IsZero() || r.Banned != f.last.Banned
	hit := r.UntilAnyHit != f.last.UntilAnyHit && now.Sub(f.printed) >= printEvery
	if !changed && !hit {
		return nil
	}
	f.printed, f.last = now, r
	return printWhole(f.stdout, func(b *bytes.Buffer) error {
		if f.asJSON {
			return json.NewEncoder(b).Encode(reports.NewStandingJSON(now, &r))
		}
		reports.Standing(b, now, &r)
		return nil
	})
}
