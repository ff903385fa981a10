package command

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

var followed = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

// line is a line of a log that is followed.
func line(after time.Duration, client string, status int) string {
	return fmt.Sprintf("%s - - [%s] \"POST /oauth/token HTTP/1.1\" %d 52\n", client,
		followed.Add(after).Format("02/Jan/2006:15:04:05 -0700"), status)
}

// A followStep is what is written into a log, by when.
type followStep struct {
	after time.Duration
	write string
}

// A log is written while it is followed: the lines below, step by step. What is printed is computed
// by hand.
func TestFollow(t *testing.T) {
	got := follow(t, &logFlags{}, []followStep{
		{time.Second, line(0, "10.0.0.1", 200) + line(0, "10.0.0.2", 200)},
		// A line of which half is written is read when it is whole.
		{2 * time.Second, strings.Repeat(line(time.Second, "10.0.0.1", 403), 15) + "10.0.0.3 - -"},
		{3 * time.Second, " [02/Mar/2026:12:00:02 +0000] \"POST /oauth/token HTTP/1.1\" 403 52\n"},
		{13 * time.Second, line(12*time.Second, "10.0.0.3", 403)},
		{10*time.Minute + 11*time.Second, "no log line\n"},
		{10*time.Minute + 12*time.Second, ""},
		// The file is rotated.
		{20 * time.Minute, "rotated"},
		{21 * time.Minute, line(21*time.Minute, "10.0.0.3", 403)},
	})
	require.Equal(t, `
12:00:01  no ban
12:00:02  BANNED since 12:00:01, the answers say so
          if everybody stops now it ends at 12:10:01
          hits: 10.0.0.1 16, 10.0.0.2 1
          switch off 10.0.0.1: the others alone stay below both thresholds
12:00:13  BANNED since 12:00:01, the answers say so
          if everybody stops now it ends at 12:10:02, or at 12:10:12 if any hit prolongs it
          hits: 10.0.0.1 16, 10.0.0.3 2, 10.0.0.2 1
          switch off 10.0.0.1: the others alone stay below both thresholds
12:10:12  no ban
12:21:00  BANNED since 12:21:00, the answers say so
          if everybody stops now it ends at 12:31:00
          hits: 10.0.0.3 2
          nobody sends too many now; any hit may still prolong it
`, "\n"+got)
}

// What is not read is not taken for the absence of a ban.
func TestFollowIsNotBlind(t *testing.T) {
	in := &logFlags{}
	in.options.Paths = []string{"/oauth2/token"}
	got := follow(t, in, []followStep{
		{0, ""},
		{time.Second, strings.Repeat(line(0, "10.0.0.1", 403), 2)},
		{2 * time.Second, strings.ReplaceAll(line(0, "10.0.0.1", 200), "oauth", "oauth2")},
		{3 * time.Second, strings.Repeat("panic: out of paper\n", 9)}, // as many as an error has
		{4 * time.Second, strings.Repeat("{\"status\": 403}\n", 2)},
		{5 * time.Second, strings.ReplaceAll(line(5*time.Second, "10.0.0.1", 200), "oauth", "oauth2")},
	})
	require.Equal(t, `
12:00:00  NOT KNOWN: no record was written so far
12:00:01  NOT KNOWN: of 2 records none is kept: 2 by path (first access.log:1)`+
		`; the commonest paths are /oauth/token (2)
12:00:02  no ban
12:00:04  NOT KNOWN: of the latest 11 records 11 cannot be read, the first at access.log:4
12:00:05  no ban
`, "\n"+got)
}

// follow is what is printed of a log that is written in steps.
func follow(t *testing.T, in *logFlags, steps []followStep) string {
	start := followed
	file := filepath.Join(t.TempDir(), "access.log")
	step := 0
	write := func() {
		if steps[step].write == "rotated" {
			require.NoError(t, os.WriteFile(file, []byte(line(20*time.Minute, "10.0.0.3", 200)), 0o600))
			return
		}
		f, err := os.OpenFile(file, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
		require.NoError(t, err)
		_, err = f.WriteString(steps[step].write)
		require.NoError(t, err)
		require.NoError(t, f.Close())
	}
	write()
	var out bytes.Buffer
	f := follower{
		in: in, file: file, stdout: &out,
		now: func() time.Time { return start.Add(steps[step].after) },
		wait: func(context.Context) error {
			if step++; step == len(steps) {
				step--
				return io.EOF
			}
			write()
			return nil
		},
	}
	require.NoError(t, f.follow(t.Context()))
	return strings.ReplaceAll(out.String(), filepath.Dir(file)+"/", "")
}
