package storm

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/fakecarrier/terms"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/world"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

var update = flag.Bool("update", false, "write the goldens anew")

func load(t *testing.T, scenario string) *scenarios.Scenario {
	t.Helper()
	s, err := scenarios.Load(scenario)
	require.NoError(t, err)
	return s
}

// stormOf runs a strategy in a scenario, up to an instant.
func stormOf(t *testing.T, s *scenarios.Scenario, strategy string, until time.Duration) *Storm {
	t.Helper()
	with, err := spec.Lookup(strategy)
	require.NoError(t, err)
	storm := New(s)
	_, err = world.Run{Scenario: s, Strategy: with, Seed: 1, Until: until}.Do(storm)
	require.NoError(t, err)
	return storm
}

// The smallest herd, whole: update with -update when the format changes, or the scenario.
func TestGolden(t *testing.T) {
	d := stormOf(t, load(t, "expiry-herd-50ms"), "naive", 0).Data()
	text, err := json.Marshal(d)
	require.NoError(t, err)
	// A line per row, so that a difference can be read.
	got := strings.ReplaceAll(string(text), "],[", "],\n [")
	got = strings.ReplaceAll(got, `,"`, ",\n\"") + "\n"
	file := filepath.Join("testdata", "expiry-herd-50ms-naive.golden")
	if *update {
		require.NoError(t, os.WriteFile(file, []byte(got), 0o644))
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.Equal(t, string(want), got)
}

// Five users are refused, all renew, all but the last of them is refused again: each refusal of a
// killed token names the request that killed it, which is a hit of the window.
func TestCascade(t *testing.T) {
	d := stormOf(t, load(t, "expiry-herd-50ms"), "naive", 0).Data()
	require.Nil(t, d.Ban)
	require.Len(t, d.Hits, 12)
	issuer := map[int64]int64{} // of each token, the hit
	for _, h := range d.Hits {
		issuer[h.Token] = h.Serial
	}
	killed := 0
	for _, c := range d.Calls {
		if c.Killer == 0 {
			continue
		}
		killed++
		assert.Equal(t, issuer[c.Token+1], c.Killer, "token %d", c.Token)
	}
	assert.Equal(t, 9, killed)
	for i, token := range d.Tokens[1 : len(d.Tokens)-1] {
		next := d.Tokens[i+2]
		assert.Equal(t, next.Issued, token.Died, "token %d", token.Number)
		assert.Equal(t, next.IssuedBy, token.KilledBy, "token %d", token.Number)
	}
}

// The sixteenth hit within five seconds is the one with which the ban falls.
func TestBan(t *testing.T) {
	d := stormOf(t, load(t, "two-nodes"), "naive", 5*time.Second).Data()
	require.NotNil(t, d.Ban)
	assert.Equal(t, "R1", d.Ban.Rule)
	hits := 0
	for _, h := range d.Hits {
		if h.Metered == 1 && h.Judged != Absent && h.Judged <= d.Ban.At {
			hits++
		}
	}
	assert.Equal(t, 16, hits)
	burst := d.Meters[0]
	for i := 0; i < len(burst.Steps); i += 2 {
		if burst.Steps[i] == d.Ban.At {
			assert.EqualValues(t, burst.Limit+1, burst.Steps[i+1])
			return
		}
	}
	assert.Fail(t, "the burst's meter has no step at the ban")
}

// Equal runs give equal bytes.
func TestDeterminism(t *testing.T) {
	s := load(t, "ten-customers")
	var texts [2][]byte
	for i := range texts {
		var err error
		texts[i], err = json.Marshal(stormOf(t, s, "naive", 4*time.Second).Data())
		require.NoError(t, err)
	}
	assert.True(t, bytes.Equal(texts[0], texts[1]))
}

// mostBytes is what a storm may take in a page.
const mostBytes = 60_000

// However much happens, a storm is small, and has the ban and the hits that led to it.
func TestBounds(t *testing.T) {
	s := load(t, "two-nodes")
	for _, test := range []struct {
		name string
		gap  time.Duration // between two users' clicks
	}{{"crowded", time.Millisecond}, {"more than is remembered", 50 * time.Microsecond}} {
		t.Run(test.name, func(t *testing.T) {
			storm := New(s)
			crowd(storm, test.gap)
			assert.LessOrEqual(t, len(storm.taken.records), remembered)
			d := storm.Data()
			text, err := json.Marshal(d)
			require.NoError(t, err)
			assert.Less(t, len(text), mostBytes)
			assert.Len(t, d.Hits, mostHits)
			assert.LessOrEqual(t, len(d.Actions), mostActions)
			assert.LessOrEqual(t, len(d.Calls), mostCalls)
			assert.LessOrEqual(t, len(d.Tokens), mostTokens)
			assert.Positive(t, d.LeftOut)
			require.NotNil(t, d.Ban)
			assert.Condition(t, func() bool {
				return d.Hits[0].Judged <= d.Ban.At && d.Hits[len(d.Hits)-1].Judged >= d.Ban.At
			}, "the hits that are kept are those around the ban")
		})
	}
}

// crowd shows a storm a run without end: each user clicks, asks for a token, and is refused once.
func crowd(storm *Storm, gap time.Duration) {
	const users = 40_000
	serial := uint64(0)
	for i := range uint64(users) {
		at := time.Duration(i) * gap
		r := measure.Record{
			At: at, Kind: measure.ActionStarted, Action: i + 1, User: uint32(i), Click: 1,
			Node: uint16(i % 2),
		}
		storm.Add(&r)
		for _, kind := range []measure.Kind{
			measure.APIJudged, measure.APIAnswered, measure.TokenJudged, measure.TokenAnswered,
		} {
			if kind == measure.APIJudged || kind == measure.TokenJudged {
				serial++
			}
			r.Kind, r.Serial, r.Sent, r.Token, r.Status = kind, serial, at, i, 401
			r.Reason, r.KilledBy, r.Ban = fakecarrier.ReasonKilled, serial-1, fakecarrier.BanNone
			if kind == measure.TokenJudged {
				r.Status, r.Token, r.KilledBy, r.Reason = 200, i+1, 0, fakecarrier.ReasonNone
				if i == users/2 {
					r.Ban, r.Since = fakecarrier.BanStarted, at-5*time.Second
					r.BannedUntil = at + 10*time.Minute
				}
			}
			storm.Add(&r)
		}
	}
}

// The first ban counts, however dense it becomes afterwards.
func TestFirstBanStays(t *testing.T) {
	d := stormOf(t, load(t, "two-nodes"), "naive", 30*time.Second).Data()
	require.NotNil(t, d.Ban)
	assert.Less(t, d.Length*int64(Tick), int64(before+after)+int64(time.Millisecond))
	assert.Zero(t, d.Origin)
}

// Of herds as dense the one with the most 401s is taken: the expiry, not the first call.
func TestEquallyDense(t *testing.T) {
	d := stormOf(t, load(t, "expiry-herd-50ms"), "single-flight", 0).Data()
	assert.Greater(t, d.Origin, (59 * time.Minute).Milliseconds())
	require.Len(t, d.Hits, 1)
	refused := 0
	for _, c := range d.Calls {
		if c.Status == 401 {
			refused++
		}
	}
	assert.Equal(t, 5, refused)
}

func TestNothingHappened(t *testing.T) {
	assert.Nil(t, New(load(t, "two-nodes")).Data())
}

// Under the policies, an older token dies at once, after the grace, or of age alone.
func TestTokenLives(t *testing.T) {
	for _, test := range []struct {
		policy string
		died   time.Duration // of the first token, issued at 1 s; the second is issued at 2 s
		killer int64
	}{
		{"single", 2 * time.Second, 2},
		{"grace 500ms", 2500 * time.Millisecond, 2},
		{"coexist", 4 * time.Second, 0},
	} {
		t.Run(test.policy, func(t *testing.T) {
			s := load(t, "two-nodes")
			s.Carrier.Tokens, s.Carrier.Life = test.policy, terms.FixedLife(3*time.Second)
			storm := New(s)
			for i := range uint64(2) {
				at := time.Duration(i+1) * time.Second
				storm.Add(&measure.Record{
					Kind: measure.TokenJudged, At: at, Sent: at, Serial: i + 1, Token: i + 1,
					Status: 200, User: measure.NoUser,
				})
			}
			storm.Add(&measure.Record{Kind: measure.FaultBegan, At: 6 * time.Second})
			d := storm.Data()
			require.Len(t, d.Tokens, 2)
			origin := time.Duration(d.Origin) * time.Millisecond
			assert.Equal(t, test.died, origin+time.Duration(d.Tokens[0].Died)*Tick)
			assert.Equal(t, test.killer, d.Tokens[0].KilledBy)
		})
	}
}
