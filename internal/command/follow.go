package command

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/tokenstorm/tokenstorm/internal/strict"
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
	seen     sight  // what became of it
	printed  time.Time
	last     standing.Report
	told     blindness
}

// The times are assumed: who is banned wants to see it at once, and not to be told every second.
const (
	lookEvery  = 250 * time.Millisecond
	printEvery = 10 * time.Second
)

// follow follows a log until ctx ends.
func (l *logFlags) follow(c *cobra.Command, files []string, asJSON bool) error {
	if len(files) != 1 {
		return fmt.Errorf("found --follow with %s; meant one file", strings.Join(files, " "))
	}
	if files[0] == "-" {
		return errors.New("found --follow with -; meant the name of a file, which is opened again as " +
			"it grows")
	}
	for _, flag := range []string{"fail-on", "reading", "rejects", "strict"} {
		if c.Flags().Changed(flag) {
			return fmt.Errorf("found --%s with --follow; meant one of them: a log that is followed has "+
				"no end, and is judged by its answers", flag)
		}
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
	file, err := strict.Open(f.file)
	if err != nil {
		return err
	}
	defer file.Close()
	if err := f.mustBePlain(file); err != nil {
		return err
	}
	end, err := wholeLines(file)
	if err != nil {
		return err
	}
	if end < f.offset {
		f.offset, f.head, f.seen.lines = 0, nil, 0 // it was emptied, or another file has its name
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
	above := bytes.Count(f.head, []byte("\n"))
	if f.offset == 0 {
		f.begun(r.Account(), file)
	}
	n, err := lines(io.NewSectionReader(file, f.offset, end-f.offset))
	f.seen.add(r, n, above, f.in.options.Tolerate)
	f.offset = end
	return err
}

// mustBePlain is the mistake of a file that is packed.
func (f *follower) mustBePlain(file io.ReaderAt) error {
	start := make([]byte, 16)
	if n, _ := file.ReadAt(start, 0); !logs.Packed(start[:n]) {
		return nil
	}
	return &strict.Mistake{File: f.file, Line: 1, Column: 1, Found: "a packed file",
		Meant: "one that is being written, as text: without --follow it is unpacked"}
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
	blind, why := f.seen.blind()
	changed := f.printed.IsZero() || r.Banned != f.last.Banned || blind != f.told
	hit := r.UntilAnyHit != f.last.UntilAnyHit && now.Sub(f.printed) >= printEvery
	if !changed && !hit {
		return nil
	}
	f.printed, f.last, f.told = now, r, blind
	return printWhole(f.stdout, func(b *bytes.Buffer) error {
		if f.asJSON {
			return reports.StandingJSON(b, now, &r, why)
		}
		reports.Standing(b, now, &r, why)
		return nil
	})
}
