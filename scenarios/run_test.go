package scenarios

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/strategies"
)

func TestTry(t *testing.T) {
	s, err := Load("quiet-day")
	require.NoError(t, err)
	c, err := strategies.Lookup("naive")
	require.NoError(t, err)
	tally, err := Run{Scenario: s, Strategy: c, Seed: 1}.Do()
	require.NoError(t, err)
	b, _ := json.MarshalIndent(tally.Summary, "", " ")
	t.Log(string(b))
	t.Log(s.Unmet(&tally.Summary))
}
