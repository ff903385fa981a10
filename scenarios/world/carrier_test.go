package world

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/strategies"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// tokenBook is the Fold that notes which carrier issued a token.
type tokenBook struct {
	t  *testing.T
	by map[uint64]uint8
}

func (b *tokenBook) Add(r *measure.Record) {
	switch {
	case r.Kind == measure.TokenJudged && r.Status == 200:
		require.NotContains(b.t, b.by, r.Token, "two carriers issued it")
		require.EqualValues(b.t, len(b.by)+1, r.Token, "numbered in the order of issue")
		b.by[r.Token] = r.Carrier
	case r.Kind == measure.APIJudged && r.Token != 0:
		issuer, known := b.by[r.Token]
		require.True(b.t, known && issuer == r.Carrier, "token %d at carrier %d", r.Token, r.Carrier)
	}
}

const shop = `
about: x
strategies: [naive]
length: 5m
fleet: {nodes: 2, users: 60}
carriers: {fedex: {tokens: single}, ups: {tokens: single}, usps: {}}
workload:
  - {closed: {think: exp 9s}, who: {users: 20}}
  - {closed: {think: exp 9s}, who: {users: 20}, carrier: ups}
  - {closed: {think: exp 9s}, who: {users: 20}, carrier: usps}
network: {api: {leg: uniform 40ms..60ms}, token: {leg: uniform 40ms..60ms}}
faults: [{external_renewal: {at: 1m, every: 7s, carrier: ups}}]
`

// Tokens are numbered over all carriers, and each is shown to the carrier that issued it alone.
func TestTokensOfSeveralCarriers(t *testing.T) {
	t.Parallel()
	s, err := scenarios.Parse("shop.yaml", []byte(shop))
	require.NoError(t, err)
	naive, err := spec.Lookup("naive")
	require.NoError(t, err)
	book := &tokenBook{t, map[uint64]uint8{}}
	_, err = Run{Scenario: s, Strategy: naive, Seed: 1}.Do(book)
	require.NoError(t, err)
	require.Greater(t, len(book.by), 10)
}

// A token is unknown to every carrier but the one that issued it.
func TestTokenOfAnotherCarrier(t *testing.T) {
	t.Parallel()
	s, err := scenarios.Parse("shop.yaml", []byte(shop))
	require.NoError(t, err)
	naive, err := spec.Lookup("naive")
	require.NoError(t, err)
	w, err := newWorld(Run{Scenario: s, Strategy: naive, Reading: s.Carrier.Reading, Seed: 1})
	require.NoError(t, err)
	first, second := w.carriers[0], w.carriers[1]
	issued := func(k *carrier) uint64 { return k.number(k.issue(0, 0).Token) }
	a, b, c := issued(second), issued(first), issued(second)
	require.Equal(t, []uint64{1, 2, 3}, []uint64{a, b, c})
	for _, k := range w.carriers {
		for number, want := range map[uint64]uint8{a: 1, b: 0, c: 1} {
			m := &message{endpoint: fakecarrier.APIEndpoint, record: measure.Record{Token: number}}
			alive := k.machine.Alive(w.now(), k.request(m).Token)
			require.Equal(t, number != a && k.index == want, alive, "token %d at %d", number, k.index)
		}
	}
	require.Zero(t, first.id(4))
	require.EqualValues(t, 3, tokenNumber(strategies.Token{Value: w.values.of(3)}))
	require.Equal(t, time.Duration(0), w.sim.Now())
}
