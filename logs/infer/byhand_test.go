package infer

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/cockroachdb/datadriven"
	"github.com/stretchr/testify/require"
)

// The logs of testdata are worked out by hand. Rewrite them with -rewrite, and commit only
// differences that you can explain.
//
//	log                 a line for each request, or for some in a row; what is left under them
//	log stamps=1s       the requests arrived within the second that begins so
//	0s 200              a request answered 200
//	1s 200 x15          15 at once, 1 ms apart
//	2s 200 x15 200ms    15 in a row
//	3s 403 client=b     of another client
func TestLogsByHand(t *testing.T) {
	datadriven.Walk(t, "testdata/byhand", func(t *testing.T, path string) {
		datadriven.RunTest(t, path, func(t *testing.T, d *datadriven.TestData) string {
			stamps := time.Duration(1)
			if d.HasArg("stamps") {
				var text string
				d.ScanArgs(t, "stamps", &text)
				stamps = lengthOf(t, text)
			}
			var hits []Hit
			for line := range strings.Lines(d.Input) {
				hits = append(hits, hitsOf(t, strings.Fields(line), stamps, len(hits))...)
			}
			return findingsOf(hits, Infer(hits, fedexTerms()))
		})
	})
}

func lengthOf(t *testing.T, text string) time.Duration {
	d, err := time.ParseDuration(text)
	require.NoError(t, err)
	return d
}

// handEpoch is a whole day of Unix time.
const handEpoch = int64(20_000) * 86_400 * second

func hitsOf(t *testing.T, words []string, stamps time.Duration, before int) (hits []Hit) {
	client := "a"
	if last := words[len(words)-1]; strings.HasPrefix(last, "client=") {
		client, words = strings.TrimPrefix(last, "client="), words[:len(words)-1]
	}
	at := lengthOf(t, words[0])
	status, err := strconv.Atoi(words[1])
	require.NoError(t, err)
	n, gap := 1, time.Millisecond
	if len(words) > 2 {
		n, err = strconv.Atoi(strings.TrimPrefix(words[2], "x"))
		require.NoError(t, err)
	}
	if len(words) > 3 {
		gap = lengthOf(t, words[3])
	}
	for i := range n {
		from := handEpoch + int64((at + time.Duration(i)*gap).Truncate(stamps))
		hits = append(hits, Hit{From: from, Until: from + int64(stamps), Status: status,
			Client: client, Line: before + i + 1})
	}
	return hits
}

// findingsOf prints what is left.
func findingsOf(hits []Hit, f *Findings) string {
	var b strings.Builder
	left := map[string][]string{}
	for _, c := range f.Consistent {
		part := "burst"
		if c.Average {
			part = "average"
		}
		key := part + ", violator " + c.Violator.String()
		if !slices.Contains(left[key], c.Reading) {
			left[key] = append(left[key], c.Reading)
		}
		if e := c.Extension.String(); !slices.Contains(left["extension"], e) {
			left["extension"] = append(left["extension"], e)
		}
		for _, k := range c.Keys {
			if !slices.Contains(left["key"], string(k)) {
				left["key"] = append(left["key"], string(k))
			}
		}
	}
	for _, key := range slices.Sorted(maps.Keys(left)) {
		fmt.Fprintf(&b, "%s: %s\n", key, strings.Join(left[key], " "))
	}
	for _, ban := range f.Bans {
		fmt.Fprintf(&b, "ban by line %d to %d from %v to %v, over %v to %v, %d refused, extended by %v, "+
			"perhaps %v\n", hits[ban.Began[0]].Line, hits[ban.Began[1]].Line,
			time.Duration(ban.From[0]-handEpoch), time.Duration(ban.From[1]-handEpoch),
			time.Duration(ban.Until[0]-handEpoch), time.Duration(ban.Until[1]-handEpoch), ban.Refused,
			linesOf(hits, ban.Prolonged), linesOf(hits, ban.Perhaps))
	}
	for _, r := range f.Refuted {
		fmt.Fprintf(&b, "not %s with %s: %s\n", r.Reading, r.Extension, r.Because)
	}
	for _, c := range f.Choices {
		fmt.Fprintf(&b, "not %s=%s: %s\n", c.Name, c.Value, c.Because)
	}
	if c := f.Contradiction; c != nil {
		fmt.Fprintf(&b, "contradiction: %s; lines %v\n", c.Because, linesOf(hits, c.Hits))
		for _, d := range c.Drop {
			fmt.Fprintf(&b, "but if %s: %s: %s\n", d.Assumption, d.Instead, strings.Join(d.Readings, " "))
		}
	}
	return b.String()
}

func linesOf(hits []Hit, indices []int) (lines []int) {
	for _, i := range indices {
		lines = append(lines, hits[i].Line)
	}
	return lines
}
