package command

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jonboulle/clockwork"
	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/fakecarrier/front"
	"github.com/tokenstorm/tokenstorm/fakecarrier/throttle"
	"github.com/tokenstorm/tokenstorm/logs/infer"
)

// The journal of a served carrier tells under which reading it was served.
func TestInferReadsTheJournal(t *testing.T) {
	for _, reading := range []string{"R1", "R2e", "R3", "R6f", "R8", "R9"} {
		t.Run(reading, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "journal.json")
			require.NoError(t, os.WriteFile(file, servedJournal(t, reading+"+A4+none"), 0o600))
			c := newInfer()
			var out bytes.Buffer
			c.SetOut(&out)
			c.SetErr(io.Discard)
			c.SetArgs([]string{file, "--path", "/oauth/token", "--json"})
			require.NoError(t, c.Execute())
			var found struct {
				Consistent []struct {
					Reading, Part, Extension, Violator string
					Lag                                [2]float64 `json:"lag_ms"`
				}
			}
			require.NoError(t, json.Unmarshal(out.Bytes(), &found))
			var left []string
			for _, c := range found.Consistent {
				if c.Part == "burst" && c.Violator == "refused" && c.Extension == "none" {
					require.Equal(t, [2]float64{0, 0}, c.Lag)
					left = append(left, c.Reading)
				}
			}
			require.Equal(t, []string{reading}, left)
		})
	}
}

// What memory cannot be trusted to hold is refused, with the line at which it is too much.
func TestInferRefusesTooManyHits(t *testing.T) {
	var log bytes.Buffer
	for i := range infer.MostHits + 1 {
		fmt.Fprintln(&log, 1_900_000_000+i)
	}
	file := filepath.Join(t.TempDir(), "long.txt")
	require.NoError(t, os.WriteFile(file, log.Bytes(), 0o600))
	c := newInfer()
	c.SetOut(io.Discard)
	c.SetErr(io.Discard)
	c.SetArgs([]string{file})
	require.ErrorContains(t, c.Execute(), ":500001:1: found more than 500000 hits")
}

// servedJournal asks a carrier for tokens in waves that tell readings apart, and returns its
// journal as the admin API has it. Each wave comes long after the one before.
func servedJournal(t *testing.T, reading string) []byte {
	profile, err := fakecarrier.LookupProfile("fedex")
	require.NoError(t, err)
	rule, err := throttle.Parse(reading)
	require.NoError(t, err)
	clock := clockwork.NewFakeClockAt(time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC))
	w, err := front.NewWorld(front.Setup{Profile: profile, Throttle: rule, Clock: clock})
	require.NoError(t, err)
	waves := [][]time.Duration{
		evenly(2, 900*time.Millisecond, time.Millisecond, 2, 1100*time.Millisecond),
		evenly(8, 4900*time.Millisecond, time.Millisecond, 8, 5100*time.Millisecond),
		evenly(14, 200*time.Millisecond, time.Millisecond, 1, 5800*time.Millisecond),
		evenly(15, 200*time.Millisecond, time.Millisecond, 1, 5800*time.Millisecond),
		evenly(15, 200*time.Millisecond, time.Millisecond, 1, 9500*time.Millisecond),
		evenly(3, 300*time.Millisecond, time.Millisecond),
		evenly(4, 300*time.Millisecond, time.Millisecond),
		evenly(20, 300*time.Millisecond, time.Millisecond),
		evenly(35, 100*time.Millisecond, 230*time.Millisecond),
		evenly(40, 100*time.Millisecond, 200*time.Millisecond),
	}
	for n, wave := range waves {
		start := time.Date(2100, 1, 1, n, 0, 0, 0, time.UTC)
		for _, at := range wave {
			clock.Advance(start.Add(at).Sub(clock.Now()))
			r := httptest.NewRequest("POST", "/oauth/token", strings.NewReader(
				"grant_type=client_credentials&client_id=a&client_secret=b"))
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			w.ServeHTTP(httptest.NewRecorder(), r)
		}
	}
	events, dropped := w.Journal(front.Filter{})
	text, err := json.Marshal(map[string]any{"dropped": dropped, "events": events})
	require.NoError(t, err)
	return text
}

// evenly is n instants in a row, and where more says so some at once, later.
func evenly(n int, from, gap time.Duration, more ...time.Duration) (all []time.Duration) {
	for i := range n {
		all = append(all, from+time.Duration(i)*gap)
	}
	for i := 0; i+1 < len(more); i += 2 {
		all = slices.Concat(all, evenly(int(more[i]), more[i+1], time.Millisecond))
	}
	return all
}
