package reports

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	_ "github.com/tokenstorm/tokenstorm/internal/oneseed"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

func TestTimelineOfTheStorm(t *testing.T) {
	line := handmadeChapter().Contestants[0].Timeline

	require.Equal(t, []banSpan{{From: 300 * ms, Until: 15 * time.Minute}}, line.bans())
	require.Equal(t, []faultSpan{{From: 0, Until: 4 * time.Minute}}, line.faults)
	require.Equal(t, 1, line.refused[0])
	burst, average := line.fullest(0), line.fullest(1)
	require.Equal(t, []int{4, 4, 4, 4, 0}, burst[:5], "5 s are three bins and the begun one")
	require.Equal(t, 4, slices.Max(burst))
	require.Equal(t, 1, burst[300*time.Second/line.bin])
	require.Equal(t, 4, average[120*time.Second/line.bin])
	require.Zero(t, average[122*time.Second/line.bin])
}

func TestTimelineOfAFaultForGood(t *testing.T) {
	line := NewTimeline(courseOf(time.Minute))
	line.Add(&measure.Record{At: time.Second, Kind: measure.FaultBegan, Fault: 3})
	require.Equal(t, []faultSpan{{Fault: 3, From: time.Second, Until: time.Minute}}, line.faults)
}

func TestTimelineLeavesOutOutsiders(t *testing.T) {
	line := NewTimeline(courseOf(time.Minute))
	line.Add(&measure.Record{Kind: measure.TokenJudged, By: measure.ByOutsider})
	require.Zero(t, slices.Max(line.fullest(0)))
}

func TestTimelineTakesTheFullestAddress(t *testing.T) {
	course := courseOf(time.Minute)
	course.PublicIPs = 2
	line := NewTimeline(course)
	for i, ip := range []uint16{0, 1, 1} {
		line.Add(&measure.Record{At: time.Duration(i), Kind: measure.TokenJudged, IP: ip})
	}
	require.Equal(t, 2, line.fullest(0)[0])
}

// The window is held against a count over all hits, at every hit and at the beginning of every bin.
func TestWindowAgainstAllHits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		const bin, length = 70 * ms, 20
		const span = 200 * ms
		w := newWindow(span, bin, length)
		hits := rapid.SliceOf(rapid.IntRange(0, int(length*bin/ms)-1)).Draw(t, "hits")
		slices.Sort(hits)
		want := make([]int, length)
		count := func(now time.Duration, upTo int) {
			n := 0
			for _, h := range hits[:upTo] {
				if at := time.Duration(h) * ms; at > now-span && at <= now {
					n++
				}
			}
			want[now/bin] = max(want[now/bin], n)
		}
		for i, h := range hits {
			w.add(time.Duration(h) * ms)
			count(time.Duration(h)*ms, i+1)
		}
		for i := range time.Duration(length) {
			count(i*bin, len(hits))
		}
		require.Equal(t, want, w.counts())
	})
}
