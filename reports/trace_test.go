package reports

import (
	"bytes"
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/reports/testdata/handmade"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/world"
	"github.com/tokenstorm/tokenstorm/strategies"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// A traceEvent is one event as a viewer reads it.
type traceEvent struct {
	Phase string         `json:"ph"`
	PID   int            `json:"pid"`
	TID   int            `json:"tid"`
	At    float64        `json:"ts"`
	For   float64        `json:"dur"`
	Name  string         `json:"name"`
	ID    int            `json:"id"`
	Args  map[string]any `json:"args"`
}

// A place is a track by the numbers that the format identifies it by.
type place struct{ process, thread int }

// A traceSpan is a slice on a track.
type traceSpan struct{ from, to float64 }

// readTrace reads what a viewer would, and holds it to what viewers rely on: timestamps that do not
// go back within a track, slices that nest, begin and end, tracks with names, arrows with both
// ends, each within a slice of its track.
func readTrace(t *testing.T, data []byte) []traceEvent {
	t.Helper()
	var file struct {
		Events []traceEvent `json:"traceEvents"`
	}
	require.NoError(t, json.Unmarshal(data, &file))
	last := map[string]float64{}
	named := map[place]string{}
	open := map[place][]float64{}
	spans := map[place][]traceSpan{}
	begun := map[int]traceEvent{}
	for _, e := range file.Events {
		p := place{e.PID, e.TID}
		track := fmt.Sprint(p)
		switch e.Phase {
		case "M":
			if e.Name == "thread_name" {
				named[p] = e.Args["name"].(string)
			}
			continue
		case "C":
			track += e.Name
		case "s":
			begun[e.ID] = e
			continue
		case "f":
			s, ok := begun[e.ID]
			require.True(t, ok, "arrow %d ends and never began", e.ID)
			require.LessOrEqual(t, s.At, e.At, "arrow %d leads back in time", e.ID)
			continue
		}
		require.GreaterOrEqual(t, e.At, last[track], "%+v goes back", e)
		last[track] = e.At
		switch e.Phase {
		case "B":
			require.NotEmpty(t, named[p], "%+v has no named track", e)
			open[p] = append(open[p], e.At)
		case "E":
			require.NotEmpty(t, open[p], "%+v ends what never began", e)
			n := len(open[p]) - 1
			spans[p] = append(spans[p], traceSpan{open[p][n], e.At})
			open[p] = open[p][:n]
		case "X":
			require.NotEmpty(t, named[p], "%+v has no named track", e)
			spans[p] = append(spans[p], traceSpan{e.At, e.At + e.For})
		}
	}
	for p, o := range open {
		require.Empty(t, o, "%v %s is never ended", p, named[p])
	}
	requireArrowsWithinSlices(t, file.Events, spans)
	requireNested(t, spans)
	return file.Events
}

func requireArrowsWithinSlices(t *testing.T, all []traceEvent, spans map[place][]traceSpan) {
	t.Helper()
	ends := map[int]string{}
	for _, e := range all {
		if e.Phase != "s" && e.Phase != "f" {
			continue
		}
		ends[e.ID] += e.Phase
		within := false
		for _, s := range spans[place{e.PID, e.TID}] {
			within = within || s.from <= e.At && e.At <= s.to
		}
		require.True(t, within, "%+v is within no slice", e)
	}
	for id, both := range ends {
		require.Equal(t, "sf", both, "arrow %d", id)
	}
}

func requireNested(t *testing.T, spans map[place][]traceSpan) {
	t.Helper()
	const eps = 1e-6 // a dur added to a ts
	for p, all := range spans {
		for i, a := range all {
			for _, b := range all[i+1:] {
				crossing := a.from < b.from-eps && b.from < a.to-eps && a.to < b.to-eps ||
					b.from < a.from-eps && a.from < b.to-eps && b.to < a.to-eps
				require.False(t, crossing, "%v and %v cross on %v", a, b, p)
			}
		}
	}
}

// answeredStorm is the storm with the answers that reached the nodes.
func answeredStorm() []measure.Record {
	var all []measure.Record
	for _, r := range handmade.Storm {
		all = append(all, r)
		if r.By != measure.ByFleet {
			continue
		}
		switch r.Kind {
		case measure.TokenJudged:
			all[len(all)-1].Sent = r.At - 50*ms
			r.Kind = measure.TokenAnswered
		case measure.APIJudged:
			all[len(all)-1].Sent = r.At - 50*ms
			r.Kind, r.KilledBy = measure.APIAnswered, 0
		default:
			continue
		}
		r.Sent, r.At = r.At-50*ms, r.At+20*ms
		all = append(all, r)
	}
	return all
}

func stormTrace(t *testing.T, from, until time.Duration, most int) (*Trace, []byte) {
	t.Helper()
	var b bytes.Buffer
	s := handmadeChapter().Scenario
	trace := NewTrace(&b, s, from, until, most)
	for _, r := range answeredStorm() {
		if r.At <= until {
			trace.Add(&r)
		}
	}
	require.NoError(t, trace.Close())
	return trace, b.Bytes()
}

func TestTraceOfTheStorm(t *testing.T) {
	trace, data := stormTrace(t, 0, 20*time.Minute, 0)
	readTrace(t, data)
	drawn, refused := trace.Arrows()
	require.Equal(t, 1, drawn)
	require.Equal(t, 1, refused)
	golden(t, "trace-storm.json", data)
}

// TestTraceFrom: what is under way is written from its beginning, what ended before is not.
func TestTraceFrom(t *testing.T) {
	_, data := stormTrace(t, 270*ms, time.Minute, 0)
	events := readTrace(t, data)
	var begun []string
	for _, e := range events {
		if e.Phase == "B" {
			begun = append(begun, fmt.Sprintf("%s at %v ms", e.Name, e.At/1000))
		}
	}
	require.Equal(t, []string{
		"cache down at 0 ms", "action 1 at 10 ms", "token 3 at 260 ms", "ban under R1 at 300 ms",
	}, begun)
	for _, e := range events {
		if e.Phase == "E" {
			require.GreaterOrEqual(t, e.At, 270_000.0)
		}
	}
}

// TestTraceThatIsFull: what began ends all the same, and the trace says when it was full.
func TestTraceThatIsFull(t *testing.T) {
	trace, data := stormTrace(t, 0, 20*time.Minute, 12)
	at, full := trace.Full()
	require.True(t, full)
	require.LessOrEqual(t, at, 260*ms)
	readTrace(t, data)
	trace, _ = stormTrace(t, 0, 20*time.Minute, 1000)
	_, full = trace.Full()
	require.False(t, full)
}

// TestTraceOfGivenUpRequests: nothing of a request stays behind once it was given up, or lost.
func TestTraceOfGivenUpRequests(t *testing.T) {
	var b bytes.Buffer
	trace := NewTrace(&b, handmadeChapter().Scenario, 0, time.Minute, 0)
	for _, r := range []measure.Record{
		{Kind: measure.APIAnswered, Serial: 1, At: 30 * ms},
		{Kind: measure.APIJudged, Serial: 1, At: 40 * ms, Status: 401, Token: 7,
			Reason: fakecarrier.ReasonKilled, KilledBy: 9},
		{Kind: measure.RequestLost, Serial: 2, At: 40 * ms, Why: strategies.WhyCold},
		{Kind: measure.TokenAnswered, Serial: 2, At: 90 * ms, Sent: 40 * ms, Why: strategies.WhyCold},
	} {
		trace.Add(&r)
	}
	require.Empty(t, trace.calls)
	require.Empty(t, trace.gone)
	require.NoError(t, trace.Close())
	events := readTrace(t, b.Bytes())
	require.Equal(t, "token request: no answer", events[len(events)-1].Name)
}

// TestTraceOfOverlaps: what overlaps has a track of its own, what follows shares one.
func TestTraceOfOverlaps(t *testing.T) {
	var b bytes.Buffer
	trace := NewTrace(&b, handmadeChapter().Scenario, 0, time.Minute, 0)
	for i, span := range [][2]time.Duration{{0, 100 * ms}, {50 * ms, 120 * ms}, {100 * ms, 130 * ms}} {
		trace.Add(&measure.Record{
			Kind: measure.TokenAnswered, Serial: uint64(i + 1), User: measure.NoUser,
			Sent: span[0], At: span[1], Status: 200, Why: strategies.WhyAhead,
		})
	}
	require.NoError(t, trace.Close())
	var tracks []int
	for _, e := range readTrace(t, b.Bytes()) {
		if e.Phase == "X" {
			tracks = append(tracks, e.TID)
		}
	}
	require.Equal(t, []int{1, 2, 1}, tracks)
}

// TestTraceOfRuns holds the traces of real runs to what viewers rely on.
func TestTraceOfRuns(t *testing.T) {
	for _, test := range []struct {
		scenario, strategy string
		from, until        time.Duration
	}{
		{"two-nodes", "naive", 0, 2 * time.Second},
		{"two-nodes-coexist", "naive", 0, 2 * time.Second},
		{"two-nodes", "recommended", 0, 5 * time.Second},
		{"rolling-restart", "single-flight", 15*time.Minute - time.Second, 15*time.Minute + time.Second},
		{"neighbour", "recommended", 10 * time.Minute, 10*time.Minute + 5*time.Second},
		{"external-renewal", "lock", 10*time.Minute - time.Second, 10*time.Minute + 3*time.Second},
		{"impatient-users", "lock-call", 0, 10 * time.Second},
		{"lost-replies", "naive", 0, 20 * time.Second},
		{"carrier-outage", "refresh-ahead", 0, 30 * time.Second},
	} {
		t.Run(test.scenario+" "+test.strategy, func(t *testing.T) {
			s, err := scenarios.Load(test.scenario)
			require.NoError(t, err)
			with, err := spec.Lookup(test.strategy)
			require.NoError(t, err)
			var b bytes.Buffer
			trace := NewTrace(&b, s, test.from, test.until, 0)
			_, err = world.Run{
				Scenario: s, Strategy: with, Seed: 1, Until: test.until,
			}.Do(trace)
			require.NoError(t, err)
			require.NoError(t, trace.Close())
			require.NotEmpty(t, readTrace(t, b.Bytes()))
		})
	}
}
