package quota

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/cockroachdb/datadriven"
	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// The files of testdata/traces, each named after a reading, are judged by it, under FedEx's
// thresholds. Rewrite them with -rewrite, and commit only differences that you can explain.
//
//	hits                a meter that saw nothing yet; hits, one line each, the verdict under it:
//	0s                  a hit at the epoch
//	1s x15              15 at once
//	2s x15 every 500ms  the first of 15 in a row
func TestTraces(t *testing.T) {
	datadriven.Walk(t, "testdata/traces", func(t *testing.T, path string) {
		id := strings.TrimSuffix(path[strings.LastIndexByte(path, '/')+1:], ".txt")
		r, err := LookupReading(id)
		require.NoError(t, err, path)
		datadriven.RunTest(t, path, func(t *testing.T, d *datadriven.TestData) string {
			threshold, _ := r.Of(fedexThresholds)
			rule := r.Rule(Terms{Threshold: threshold})
			var out strings.Builder
			for line := range strings.Lines(d.Input) {
				fmt.Fprintln(&out, judged(rule, hitsOf(t, strings.Fields(line))))
			}
			return out.String()
		})
	})
}

// hitsOf reads one line of a trace.
func hitsOf(t *testing.T, words []string) (hits []time.Time) {
	length := func(text string) time.Duration {
		d, err := time.ParseDuration(text)
		require.NoError(t, err)
		return d
	}
	times, every := 1, time.Duration(0)
	if len(words) > 1 {
		n, err := strconv.Atoi(strings.TrimPrefix(words[1], "x"))
		require.NoError(t, err)
		times = n
	}
	if len(words) > 3 {
		every = length(words[3])
	}
	for i := range times {
		hits = append(hits, epoch.Add(length(words[0])+time.Duration(i)*every))
	}
	return hits
}

// judged says which of the hits is the first that violates.
func judged(rule Rule, hits []time.Time) string {
	verdict := "fine"
	for i, at := range hits {
		v := rule.Judge(at.UnixNano())
		if v.Violated && verdict == "fine" {
			verdict = fmt.Sprintf("violated at %v since %v", unit.Instant(v.At).Sub(epoch),
				unit.Instant(v.Since).Sub(epoch))
			if len(hits) > 1 {
				verdict += fmt.Sprintf(", found by hit %d of %d", i+1, len(hits))
			}
		}
	}
	return verdict
}

// A reading is held to what it says: by a trace that a person can read, or by an oracle.
func TestEveryReadingIsHeld(t *testing.T) {
	for _, r := range Readings() {
		trace := "testdata/traces/" + r.ID + ".txt"
		if _, err := os.Stat(trace); err != nil && oracles[r.ID] == nil {
			t.Errorf("reading %s has no trace: write fakecarrier/quota/%s", r.ID, trace)
		}
	}
}
