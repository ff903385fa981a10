package drive

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/internal/chance"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// rotating is a carrier of rotating refresh tokens without limits, and some of its terms.
func rotating(terms, more string) string {
	return "carrier: {profile: generic, meters: [], grant: refresh, token_life: 10m, refresh: {" +
		terms + "}}\n" + more
}

// sessionsAre holds a run to its sessions, and its renewals by their answers.
func sessionsAre(lost, answered, refused, succeeded int) func(*testing.T, *measure.Outcome) {
	return func(t *testing.T, s *measure.Outcome) {
		require.Equal(t, []int{lost, answered, refused, succeeded}, []int{
			s.Sessions.Lost, s.Token.Status.OK, s.Token.Status.Other[400], s.Actions.Succeeded,
		}, "sessions lost, renewals answered, renewals refused, actions succeeded")
	}
}

// Two processes call 2 s apart, at 4 s, and again at 24 s. Legs take 2 s: the second presents its
// refresh token 2 s after the first, and 2 s before the first calls with what it got. Where timers
// are later than that, the machine stood still, and the case is tried again.
const twoCall = "fleet: {nodes: 2, users: 2}\nworkload:\n" +
	"  - {burst: {at: 4s, clicks: 1, every: 20s}, who: {nodes: [0]}}\n" +
	"  - {burst: {at: 6s, clicks: 1, every: 20s}, who: {nodes: [1]}}\n"

// A click of the last instant begins an action for real, as in a simulation.
func TestLastClick(t *testing.T) {
	drivenCases{{
		"the last click", "fleet: {users: 1}\nworkload: [{burst: {at: 10s, clicks: 1, every: 10s}}]\n",
		"naive", func(t *testing.T, s *measure.Outcome) {
			require.Equal(t, []int{2, 1}, []int{s.Actions.Started, s.Actions.Open})
		},
	}}.run(t, 20)
}

// One process calls at 4 s, 8 s and 14 s, and no answer to a renewal arrives.
const unheardCalls = "fleet: {users: 1}\nworkload:\n  - {burst: {at: 4s, clicks: 1}}\n" +
	"  - {burst: {at: 8s, clicks: 1}}\n  - {burst: {at: 14s, clicks: 1}}\n"

// Sessions are kept and lost for real as in a simulation.
func TestDrivenSessions(t *testing.T) {
	lossy := func(t *testing.T, name, terms string, holds func(*testing.T, *measure.Outcome)) {
		t.Helper()
		s := scenario(t, "20s", rotating(terms, unheardCalls))
		s.Network.Token.LoseBack, s.Network.Token.Timeout = 1, 2e9
		drivenCase{name, "", "rotating-authjs", holds}.run(t, s, 10)
	}
	// The second of the two ends the family, and the access token of the first with it: it calls in
	// vain, and the second presents its refresh token again.
	reuse := sessionsAre(1, 1, 2, 0)
	both := sessionsAre(0, 2, 0, 4)
	for _, test := range (drivenCases{
		{"a reuse", rotating("", twoCall), "rotating-go-oauth2", reuse},
		{"a reuse that is forgiven", rotating("reuse_interval: 30s", twoCall), "rotating-go-oauth2",
			both},
		{"a further pair", rotating("reuse_interval: 30s, replay: new", twoCall), "rotating-go-oauth2",
			both},
		// The second is refused, and the first goes on; the second has nothing but the old one.
		{"a reuse that is refused alone", rotating("on_reuse: refuse", twoCall), "rotating-go-oauth2",
			sessionsAre(0, 1, 2, 2)},
		{"one store, and a lease", rotating("", twoCall), "rotating-kubelogin", sessionsAre(0, 1, 0, 4)},
		// Somebody signs in three seconds after the loss, at 8 s or so: from then on both hold the
		// same new refresh token, and at 24 s the second is too late again.
		{"a sign-in", rotating("", twoCall+"users: {sign_in: {after: 3s}}\n"), "rotating-go-oauth2",
			sessionsAre(2, 2, 2, 0)},
		// A refresh token lives six seconds, from its issue at the start.
		{"a life", rotating("life: 6s", "fleet: {users: 1}\nworkload: [{burst: {at: 8s, clicks: 1}}]\n"),
			"rotating-go-oauth2", sessionsAre(1, 0, 1, 0)},
		// Both hold the token that was issued at the start, and need no other.
		{"warm stores", rotating("", twoCall+"start: warm\n"), "rotating-go-oauth2",
			sessionsAre(0, 0, 0, 4)},
		// A node that stops and starts has its refresh token, and no access token.
		{"a restart", rotating("", "fleet: {users: 1}\nworkload: [{burst: {at: 4s, clicks: 1, every: "+
			"20s}}]\nfaults: [{restart: {at: 16s, down: 1s}}]\n"), "rotating-go-oauth2",
			sessionsAre(0, 2, 0, 2)},
	}) {
		s := scenario(t, "40s", test.scenario)
		for _, way := range []*scenarios.Path{&s.Network.API, &s.Network.Token} {
			way.Leg = chance.Constant(2 * time.Second)
		}
		test.run(t, s, 10)
	}
	// The first answer is lost: the session with it, and the second call is the reuse.
	lossy(t, "lost answers", "", sessionsAre(1, 1, 2, 0))
	// The second call is forgiven, the third is not: the session is lost 7 s after the first.
	lossy(t, "lost answers, forgiven for a while", "reuse_interval: 7s", sessionsAre(1, 2, 1, 0))
}
