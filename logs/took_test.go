package logs

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// The unit of how long requests took is what puts lines in order, by hand.
func TestFindLengths(t *testing.T) {
	us, ms, s := units{micro, micro}, units{milli, milli}, units{second, second}
	usOrMs, msOrS, any := units{micro, milli}, units{milli, second}, units{micro, second}
	for _, test := range []struct {
		name         string
		records      string // seconds at which each began or ended, and the number
		began, ended units  // if stamps are when they began, and if they are when they ended
		begins       bool   // they are
	}{
		{"%D", "0 87312, 1 6044, 1 120331", us, us, false},
		{"%D of requests that took a ms: seconds would be hours, and ms out of order, or ends",
			"0 1000, 2 1000, 3 9000, 4 1000", us, usOrMs, false},
		{"%D, with nothing after them that ms would put out of order", "0 1200, 90 1300", usOrMs, usOrMs,
			false},
		{"%D of a sorted file, or %{ms}T", "0 900, 0 4000, 1 900, 2 900, 3 900", usOrMs, usOrMs, false},
		{"%{ms}T, as requests that took longer stand behind those that came after them",
			"0 20, 4 30, 0 5000, 5 40", ms, ms, true},
		{"%D, so", "0 20000, 4 30000, 0 5000000, 5 40000", us, us, true},
		{"%T", "0 0, 1 0, 2 1", msOrS, msOrS, false},
		{"%T, as requests that took longer stand behind those that came after them",
			"0 0, 9 1, 3 6, 9 0", s, s, true},
		{"%T of one", "0 1", msOrS, msOrS, false},
		{"a day in s, and not half of them 10 s in ms", "0 86401, 90 100, 91 200", usOrMs, usOrMs, false},
		{"gunicorn or Tomcat, whose stamps are ends", "3 470000, 4 940000, 5 2000000, 9 6000000, 9 50000",
			us, us, false},
		{"no order at all", "90 1, 0 2, 50 1", msOrS, msOrS, false},
		{"none", "", any, any, false},
	} {
		var records []timed
		for record := range strings.SplitSeq(test.records, ", ") {
			var at, took int64
			if n, _ := fmt.Sscan(record, &at, &took); n == 2 {
				records = append(records, timed{at * second, second, took, true})
			}
		}
		got, begins, _ := findLengths(records, Either, []int64{micro, milli, second})
		require.Equal(t, tookUnits{test.began, test.ended}, got, test.name)
		require.Equal(t, test.begins, begins, test.name)
	}
}

// Whatever Apache wrote, or gunicorn or Tomcat, who stamp the end, in the order in which requests
// ended, when each began and how long it took is within what is read of it.
func TestTookIsWithin(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		type request struct{ begin, took int64 }
		stampsEnd := rapid.Bool().Draw(t, "stamps the end")
		unit := rapid.SampledFrom([]int64{micro, milli, second}).Draw(t, "unit")
		longest := rapid.SampledFrom([]int64{20 * milli, second, 8 * second}).Draw(t, "longest")
		requests := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) request {
			return request{24*60*minute + rapid.Int64Range(0, 60*second).Draw(t, "begin"),
				rapid.Int64Range(50*micro, longest).Draw(t, "took")}
		}), 1, 40).Draw(t, "requests")
		slices.SortFunc(requests, func(a, b request) int {
			return cmp.Compare(a.begin+a.took, b.begin+b.took)
		})
		var b strings.Builder
		for _, r := range requests {
			stamp := r.begin
			if stampsEnd {
				stamp += r.took
			}
			fmt.Fprintf(&b, "198.51.100.7 - - [%s] \"POST /oauth/token HTTP/1.1\" 200 912 %d\n",
				time.Unix(0, stamp).UTC().Format("02/Jan/2006:15:04:05 +0000"), r.took/unit)
		}
		read, err := Open([]Source{text("x.log", b.String())}, Options{})
		require.NoError(t, err)
		ends := map[int64]int{} // how many requests may have ended as each did
		for read.Next() {
			h := read.Hit()
			for _, r := range requests {
				if h.Begin.From <= r.begin && r.begin < h.Begin.Until &&
					h.End.From <= r.begin+r.took && r.begin+r.took < h.End.Until {
					ends[r.begin+r.took]++
				}
			}
		}
		require.NoError(t, read.Err())
		for _, r := range requests {
			require.Positive(t, ends[r.begin+r.took], "%s\n%s", time.Duration(r.took), b.String())
		}
	})
}
