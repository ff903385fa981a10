package planted

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/world"
)

// run carries out the scenario in which a fault shows; where there is one, with its carrier.
func run(t *testing.T, f *Fault, seed uint64, sound bool) (measure.Outcome, string, error) {
	t.Helper()
	text := "about: x\nlength: 20m\nstrategies: [naive]\n"
	if !strings.Contains(f.Witness, "network:") {
		text += "network: {api: {leg: 50ms}, token: {leg: 50ms}}\n"
	}
	s, err := scenarios.Parse("witness.yaml", []byte(text+f.Witness))
	require.NoError(t, err)
	with, err := f.Strategy()
	require.NoError(t, err)
	r := world.Run{Scenario: s, Strategy: with, Seed: seed, Between: f.Between}
	if sound {
		r.Between = nil
	}
	tally, err := r.Do()
	if err != nil {
		return measure.Outcome{}, "", err
	}
	return tally.Outcome, tally.Digest, nil
}

// Each fault shows where it is said to, by itself: no hunt has a part in it.
func TestFaultsShow(t *testing.T) {
	invariants := map[string]string{
		"brittle-reader":     "panic",
		"serves-the-banned":  "answered 200 during a ban",
		"bans-early":         "a ban by R1 that the hits do not bear out",
		"objects-to-nothing": "objects to",
		"renews-the-lost":    "session",
	}
	shows := map[string]func(o *measure.Outcome) bool{
		"loose-ration":       func(o *measure.Outcome) bool { return o.Bans.Count > 0 },
		"hasty-pair":         func(o *measure.Outcome) bool { return o.Sessions.Lost > 0 },
		"stuck-breaker":      func(o *measure.Outcome) bool { return o.Actions.Succeeded == 0 },
		"sleeping-follower":  func(o *measure.Outcome) bool { return o.Actions.Open > 1 },
		"creeping-cache":     func(o *measure.Outcome) bool { return o.Token.Requests > 300 },
		"late-writer":        func(o *measure.Outcome) bool { return o.API.Rejected.Killed > 20 },
		"serves-the-expired": func(o *measure.Outcome) bool { return o.Token.Requests == 1 },
	}
	for _, f := range Faults() {
		t.Run(f.Name, func(t *testing.T) {
			o, digest, err := run(t, &f, 1, false)
			switch {
			case invariants[f.Name] != "":
				require.ErrorContains(t, err, invariants[f.Name])
			case f.Name == "remembers-the-last-run":
				require.NoError(t, err)
				_, again, err := run(t, &f, 1, false)
				require.NoError(t, err)
				require.NotEqual(t, digest, again)
			default:
				require.NoError(t, err)
				require.True(t, shows[f.Name](&o), "%+v", o)
			}
			if f.Between != nil { // the fault is the carrier's
				_, _, err := run(t, &f, 1, true)
				require.NoError(t, err)
			}
		})
	}
}

// No two have one signal, and there are enough of either side.
func TestSignalsDiffer(t *testing.T) {
	signals, parts, carriers := map[string]string{}, 0, 0
	for _, f := range Faults() {
		require.Empty(t, signals[f.Signal], f.Name)
		signals[f.Signal] = f.Name
		if f.Between == nil {
			parts++
		} else {
			carriers++
		}
	}
	require.GreaterOrEqual(t, parts, 4)
	require.GreaterOrEqual(t, carriers, 4)
	require.GreaterOrEqual(t, parts+carriers, 12)
}
