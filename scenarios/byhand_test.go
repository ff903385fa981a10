package scenarios_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/cockroachdb/datadriven"
	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/world"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// Cases by hand: small scenarios without chance, whose counts are derived in the comment above
// each. The command is a strategy of the catalogue, or the name of one in the file's own
// "strategy" commands; its arguments are members of the run's JSON, such as actions.succeeded. The
// input is the scenario. Never run these with -rewrite: the counts are the hand's.
func TestByHand(t *testing.T) {
	t.Parallel()
	datadriven.Walk(t, "testdata/byhand", func(t *testing.T, path string) {
		own := map[string]spec.Strategy{}
		datadriven.RunTest(t, path, func(t *testing.T, d *datadriven.TestData) string {
			if d.Cmd == "strategy" {
				name := d.CmdArgs[0].Key
				c, err := spec.Parse(name+".yaml", []byte(d.Input))
				require.NoError(t, err)
				own[name] = c
				return ""
			}
			c, mine := own[d.Cmd]
			if !mine {
				var err error
				c, err = spec.Lookup(d.Cmd)
				require.NoError(t, err)
			}
			s, err := scenarios.Parse("byhand.yaml",
				[]byte(d.Input+"\nabout: x\nstrategies: [naive]\n"))
			if err != nil {
				return err.Error()
			}
			tally, err := world.Run{Scenario: s, Strategy: c, Seed: 1}.Do()
			require.NoError(t, err)
			return members(t, &tally.Outcome, d.CmdArgs)
		})
	})
}

// members prints members of a run's JSON, each with its path.
func members(t *testing.T, o *measure.Outcome, paths []datadriven.CmdArg) string {
	t.Helper()
	text, err := json.Marshal(o)
	require.NoError(t, err)
	var b strings.Builder
	for _, path := range paths {
		var value any
		require.NoError(t, json.Unmarshal(text, &value))
		for step := range strings.SplitSeq(path.Key, ".") {
			in, ok := value.(map[string]any)
			if value = nil; ok {
				value = in[step]
			}
		}
		fmt.Fprintf(&b, "%s %v\n", path.Key, value)
	}
	return b.String()
}
