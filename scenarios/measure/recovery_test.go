package measure_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// bin is how finely goodput is looked at.
const bin = 10 * time.Second

// lived is the Recovery of a run that is told by its bins of ten seconds: + 20 actions succeed, h
// half of 20, m 19 of 20, - none of 20, t 2 of 3, f 0 of 3, . nobody wants anything, w somebody
// waits for ever. What is not told of the run is well.
func lived(
	t *testing.T, faults, bins string, length time.Duration, more ...measure.Record,
) measure.Recovery {
	t.Helper()
	s, err := scenarios.Parse("x.yaml", []byte("about: x\nlength: "+length.String()+
		"\nfleet: {users: 3}\nworkload: [{burst: {at: 1s, clicks: 1}}]\n"+
		"network: {api: {leg: 50ms}, token: {leg: 50ms}}\nstrategies: [naive]\nfaults: "+faults+"\n"))
	require.NoError(t, err)
	l := measure.NewTally(s.Course(length, ""))
	outcomes := map[byte][2]int{'+': {20, 20}, 'h': {10, 20}, 'm': {19, 20}, '-': {0, 20},
		't': {2, 3}, 'f': {0, 3}}
	for i := range int(length / bin) {
		at := time.Duration(i) * bin
		for len(more) > 0 && more[0].At <= at {
			l.Add(&more[0])
			more = more[1:]
		}
		what := byte('+')
		if i < len(bins) {
			what = bins[i]
		}
		if what == 'w' {
			l.Add(&measure.Record{At: at - 1, Kind: measure.ActionStarted})
		}
		for n := range outcomes[what][1] {
			l.Add(&measure.Record{At: at + 1, Kind: measure.ActionStarted})
			kind := measure.ActionSucceeded
			if n >= outcomes[what][0] {
				kind = measure.ActionFailed
			}
			l.Add(&measure.Record{At: at + 2, Kind: kind})
		}
	}
	l.Close()
	return l.Recovery
}

const cacheDown = "[{cache_down: {at: 20s, for: 30s}}]"

// down is that fault as it is recorded.
var down = []measure.Record{
	{At: 20 * time.Second, Kind: measure.FaultBegan},
	{At: 50 * time.Second, Kind: measure.FaultEnded},
}

func TestRecoveryAfterAFault(t *testing.T) {
	const short, long = 2 * time.Minute, 20 * time.Minute
	gone, quiet := strings.Repeat("-", 200), strings.Repeat(".", 200)
	for _, c := range []struct {
		name, bins string
		length     time.Duration
		recovered  bool
		took       time.Duration
		metastable bool
	}{
		{"never disturbed", "++++++", long, true, 0, false},
		{"back with the cache", "++---+", long, true, 0, false},
		{"back after twenty seconds", "++-----+", long, true, 20 * time.Second, false},
		{"half is not back", "++---hhh+", long, true, 30 * time.Second, false},
		{"nineteen of twenty are back", "++---mmm+", long, true, 0, false},
		{"back and lost again", "++---+++-+", long, true, 40 * time.Second, false},
		{"few actions are judged together", "++---tttttttt+", long, true, 70 * time.Second, false},
		{"one bad bin of few among good ones", "++---+f+", long, true, 30 * time.Second, false},
		{"nobody there", "++---.....", long, true, 0, false},
		{"nobody there any more", "++---" + quiet, long, false, 0, false},
		{"three actions tell nothing", "++---t" + quiet, long, false, 0, false},
		{"three failures tell nothing", "++---f" + quiet, long, false, 0, false},
		{"twenty good ones do", "++---+" + quiet, long, true, 0, false},
		{"twenty bad ones do", "++---ttttttt" + quiet, long, false, 0, true},
		{"twenty bad ones, and one good before the end", "++---ttttttt" + quiet[:100] + "+", long, true,
			70 * time.Second, false},
		{"somebody waits", "++---w....", 100 * time.Second, false, 0, false},
		{"somebody waits, and for ever", "++---w" + quiet, long, false, 0, true},
		{"never again", "++" + gone, long, false, 0, true},
		{"not within a short run", "++" + gone, short, false, 0, false},
		{"not for as long as a ban", "++" + gone, 10*time.Minute + 40*time.Second, false, 0, true},
		{"not for a bin less", "++" + gone, 10*time.Minute + 30*time.Second, false, 0, false},
		{"never well", gone, long, true, 0, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := lived(t, cacheDown, c.bins, c.length, down...)
			require.True(t, r.Triggered)
			require.Equal(t, 20*time.Second, r.Began)
			require.Equal(t, 50*time.Second, r.Healed)
			require.Equal(t, 40, r.Before)
			require.Equal(t, c.recovered, r.Recovered)
			require.Equal(t, c.took, r.Took)
			require.Equal(t, c.metastable, r.Metastable)
		})
	}
}

// Who was half down before needs to be half up after.
func TestRecoveryToWhatItWas(t *testing.T) {
	r := lived(t, cacheDown, "hh---hhhhhhhhhhhhhhhhhhh", 4*time.Minute, down...)
	require.True(t, r.Recovered)
	r = lived(t, "[{cache_down: {at: 0s, for: 50s}}]", "-----hhhhhhh", 20*time.Minute,
		measure.Record{Kind: measure.FaultBegan}, down[1])
	require.Zero(t, r.Before)
	require.Equal(t, 70*time.Second, r.Took, "with nothing before, all must be well")
}

func TestNoTrigger(t *testing.T) {
	require.Equal(t, measure.Recovery{}, lived(t, "[]", "++----", time.Minute))
}

func ban(at, since, until time.Duration) measure.Record {
	return measure.Record{
		At: at, Kind: measure.TokenJudged, Since: since, BannedUntil: until,
		Ban: fakecarrier.BanStarted,
	}
}

// A ban out of the blue is its own trigger, gone when it could have been over at the earliest.
func TestRecoveryAfterABan(t *testing.T) {
	const s, m = time.Second, time.Minute
	first := ban(30*s, 25*s, 10*m+30*s)
	bins := make([]byte, 66)
	for i := range bins {
		if bins[i] = '+'; i >= 3 {
			bins[i] = '-'
		}
	}
	r := lived(t, "[]", string(bins), 30*m, first)
	require.Equal(t, measure.Recovery{
		Triggered: true, Began: 25 * s, Healed: 10*m + 30*s, Before: 40, BeforeSucceeded: 40,
		Recovered: true, Took: 30 * s,
	}, r)

	again := lived(t, "[]", string(bins), 30*m, first, ban(10*m+40*s, 0, 20*m+40*s))
	require.Equal(t, 1, again.BansAfter)
	require.Equal(t, r.Healed, again.Healed, "what follows the first ban is no trigger")

	short := lived(t, "[]", string(bins), 5*m, first)
	require.True(t, short.Ongoing)
	require.False(t, short.Recovered || short.Metastable)
}

// A ban in the wake of a fault sustains the trouble: the fault alone is the trigger.
func TestBanAfterAFault(t *testing.T) {
	r := lived(t, cacheDown, "", 20*time.Minute, down[0], ban(30*time.Second, 0, 11*time.Minute),
		down[1], ban(time.Minute, 0, 11*time.Minute))
	require.Equal(t, 50*time.Second, r.Healed)
	require.Equal(t, 1, r.BansAfter)
	imposed := down[0]
	imposed.Kind, imposed.BannedUntil = measure.BanImposed, 11*time.Minute
	r = lived(t, "[{ban: {at: 20s}}]", "", 20*time.Minute, down[0], imposed)
	require.Equal(t, 11*time.Minute, r.Healed, "a ban that is a fault is gone when it ends")
}

func TestWhetherATriggerIsGone(t *testing.T) {
	began := down[:1]
	for faults, ongoing := range map[string]bool{
		"[{cache_down: {at: 20s}}]":                               true,
		"[{cache_down: {at: 20s, for: 5h}}]":                      true,
		"[{carrier_down: {at: 20s}}]":                             true,
		"[{carrier_slow: {at: 20s, adds: 1s}}]":                   true,
		"[{neighbour: {at: 20s, every: 1s}}]":                     true,
		"[{restart: {at: 20s}}]":                                  true,
		"[{external_renewal: {at: 20s, every: 10s}}]":             true,
		"[{external_renewal: {at: 20s}}]":                         false,
		"[{scale_out: {at: 20s, nodes: 1}}]":                      false,
		"[{clock_skew: {at: 20s, node: 0, by: 1s}}]":              true,
		"[{ban: {at: 20s}}]":                                      false,
		"[{external_renewal: {at: 20s, every: 10s, until: 30s}}]": true,
	} {
		r := lived(t, faults, "", 20*time.Minute, began...)
		require.Equal(t, ongoing, r.Ongoing, faults)
		require.Equal(t, 20*time.Second, r.Healed, "the last that is known")
	}
	skewed := "[{clock_skew: {at: 20s, by: 1s}}, {clock_skew: {at: 50s, by: -1s}}]"
	r := lived(t, skewed, "", 20*time.Minute, began[0],
		measure.Record{At: 50 * time.Second, Kind: measure.FaultBegan, Fault: 1})
	require.False(t, r.Ongoing, "a clock is right again")
	require.True(t, r.Recovered)
	r = lived(t, "[{cache_down: {at: 20s}}]", "++w", 20*time.Minute, began...)
	require.False(t, r.Metastable, "its trigger is still there")
}
