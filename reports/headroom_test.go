package reports

import (
	"bytes"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/fakecarrier/quota"
	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/logs"
)

var headroomThresholds = []quota.Threshold{
	{Rate: 3, Span: 5 * time.Second}, {Average: true, Rate: 1, Span: 2 * time.Minute},
}

// office is a log of two days in whole seconds: more hits by day than at night, a herd in the
// morning of the second day, and eight and eight hits astride a second in its afternoon.
func office(by string, readings ...string) (*Headroom, *logs.Account) {
	h := NewHeadroom(by, headroomThresholds, 10*time.Minute, readings)
	begin := time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)
	herds := map[int]int{33*3600 + 7: 40, 38 * 3600: 8, 38*3600 + 5: 8}
	random := rand.New(rand.NewPCG(1, 2))
	line := 0
	for second := range 48 * 3600 {
		day := math.Sin(math.Pi * (float64(second%86400)/86400*24 - 6) / 12)
		n := herds[second]
		if random.Float64() < 0.25*max(day, 0.02) {
			n++
		}
		for range n {
			line++
			from := begin.Add(time.Duration(second) * time.Second).UnixNano()
			h.Add(&logs.Hit{
				Begin:  logs.Interval{From: from, Until: from + int64(time.Second)},
				Client: fmt.Sprintf("10.0.0.%d", 1+random.IntN(random.IntN(6)+1)),
				Host:   "apis.example.com", File: "access.log", Line: line,
			})
		}
	}
	h.End()
	return h, &logs.Account{Kept: line,
		Files: []logs.FileAccount{{Name: "access.log", Resolution: time.Second}}}
}

func TestHeadroom(t *testing.T) {
	for _, by := range HeadroomBy() {
		h, account := office(by, "R1", "A1")
		var b bytes.Buffer
		h.Print(&b, account, Format{})
		golden(t, "headroom-"+by+".txt", b.Bytes())
		golden(t, "headroom-"+by+".svg", svg(t, h.Chart(account)))
	}
	h, account := office("day", "R1")
	var b bytes.Buffer
	require.NoError(t, h.JSON(&b, account))
	golden(t, "headroom.json", b.Bytes())
}

// Every hit counts in one part, and a window that reaches back over the hour in the later one.
func TestHeadroomOverTheHour(t *testing.T) {
	h := NewHeadroom("hour", headroomThresholds, 10*time.Minute, []string{"R1"})
	for i, second := range []int64{3598, 3599, 3600, 3601, 7300} {
		at := second * int64(time.Second)
		h.Add(&logs.Hit{Begin: logs.Interval{From: at, Until: at + 1}, Line: i + 1})
	}
	h.End()
	require.Len(t, h.parts, 3)
	for i, want := range []struct{ hits, peak int }{{2, 2}, {2, 4}, {1, 1}} {
		require.Equal(t, want.hits, h.parts[i].hits)
		require.Equal(t, quota.Range{AtLeast: want.peak, AtMost: want.peak}, h.parts[i].rooms[0].peak)
	}
	require.Equal(t, unit.Floor(3600*int64(time.Second), h.length), h.parts[1].from)
}

// Of more hours than a screen has lines the fullest are shown, in order of time.
func TestHeadroomShowsTheFullest(t *testing.T) {
	h := NewHeadroom("hour", headroomThresholds, 10*time.Minute, []string{"R1"})
	for hour := range int64(100) {
		for range 1 + hour/99 { // the last has two
			at := hour * int64(time.Hour)
			h.Add(&logs.Hit{Begin: logs.Interval{From: at, Until: at + 1}})
		}
	}
	h.End()
	shown, cut := h.shown(0)
	require.True(t, cut)
	require.Len(t, shown, mostParts)
	require.Equal(t, 99*int64(time.Hour), shown[mostParts-1].from)
	require.Equal(t, int64(0), shown[0].from)
}

// A ban lasts ten minutes from the last violation on, by hand: R6 allows three hits in a second. Of
// coarse stamps, it is in force for sure from when every placement has violated until ten minutes
// after the first that has.
func TestHeadroomBans(t *testing.T) {
	const ms, s = int64(time.Millisecond), int64(time.Second)
	type hit struct{ from, width int64 }
	none := quota.Witness{}
	four := func(at int64) (all []hit) {
		for i := range int64(4) {
			all = append(all, hit{at + i*100*ms, 1})
		}
		return all
	}
	coarse := func(at ...int64) (all []hit) {
		for _, second := range at {
			all = append(all, hit{second * s, s})
		}
		return all
	}
	for _, test := range []struct {
		name string
		hits []hit
		want []ban // from, until, sure, sureUntil
	}{
		{"none", four(0)[:3], nil},
		{"one", four(0), []ban{{300 * ms, 600300 * ms, 300 * ms, 600300 * ms, 1, 1, none}}},
		{"prolonged, to the last instant of it", append(four(0), four(600*s-1)...),
			[]ban{{300 * ms, 1200300*ms - 1, 300 * ms, 1200300*ms - 1, 2, 2, none}}},
		{"and again", append(four(0), four(600*s)...), []ban{
			{300 * ms, 600300 * ms, 300 * ms, 600300 * ms, 1, 1, none},
			{600300 * ms, 1200300 * ms, 600300 * ms, 1200300 * ms, 1, 1, none}}},
		{"within a stamp", coarse(0, 0, 0, 0), []ban{{0, 601*s - 1, s - 1, 600 * s, 1, 1, none}}},
		{"within two", coarse(0, 0, 1, 1), []ban{{s, 602*s - 1, 0, 0, 1, 0, none}}},
	} {
		h := NewHeadroom("hour", headroomThresholds, 10*time.Minute, []string{"R6"})
		for i, of := range test.hits {
			h.Add(&logs.Hit{Begin: logs.Interval{From: of.from, Until: of.from + of.width}, Line: i + 1})
		}
		h.End()
		var got []ban
		for _, of := range h.bans.found[0] {
			of.first = none
			got = append(got, of)
		}
		require.Equal(t, test.want, got, test.name)
	}
}
