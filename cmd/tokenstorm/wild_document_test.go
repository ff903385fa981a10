package main

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// TestWildDocument holds docs/wild.md to naming every wild strategy with its source and with the
// figures of the golden files.
func TestWildDocument(t *testing.T) {
	text, err := os.ReadFile("../../docs/wild.md")
	require.NoError(t, err)
	behaviours, measured, found := strings.Cut(string(text), "\n## Measured\n")
	require.True(t, found)
	for _, name := range spec.Names() {
		wild := strings.HasPrefix(name, "wild-")
		if wild {
			require.Contains(t, behaviours, "`"+name+"`")
		}
		if wild || name == "naive" || name == "recommended" {
			require.Contains(t, measured, wildRow(t, name))
		}
	}
}

// Every scenario of the family has all of them, and the two to compare them with.
func TestWildScenariosHaveThemAll(t *testing.T) {
	for _, scenario := range wildScenarios {
		s, err := scenarios.Load(scenario)
		require.NoError(t, err)
		for _, name := range append(spec.Names(), "naive", "recommended") {
			if strings.HasPrefix(name, "wild-") {
				require.Contains(t, s.Strategies, name, scenario)
			}
		}
		require.Subset(t, s.Strategies, []string{"naive", "recommended"})
	}
}

var wildScenarios = []string{
	"wild-cold-start", "wild-expiry", "wild-token-killed", "wild-outage", "wild-ban",
}

var (
	goldenActions = regexp.MustCompile(`(?m)^actions +\d+ started: (\d+) succeeded, (\d+) failed`)
	goldenHits    = regexp.MustCompile(`(?m)^token hits +(\d+):`)
	goldenBanned  = regexp.MustCompile(`, ([\d.]+) s banned$`)
)

// wildRow is a strategy's row of the table: for each scenario the token hits, the share of actions
// that succeeded, and how long a ban lasted.
func wildRow(t *testing.T, name string) string {
	t.Helper()
	row := "| `" + name + "` |"
	for _, scenario := range wildScenarios {
		file := filepath.Join("..", "..", "scenarios", "testdata", "golden", scenario, name+".txt")
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		hits := goldenHits.FindStringSubmatch(string(text))
		actions := goldenActions.FindStringSubmatch(string(text))
		require.True(t, hits != nil && actions != nil, file)
		row += " " + hits[1] + ", " + share(number(t, actions[1]), number(t, actions[2]))
		for line := range strings.Lines(string(text)) {
			if banned := goldenBanned.FindStringSubmatch(strings.TrimSpace(line)); banned != nil {
				row += fmt.Sprintf(", **%.1f min**", number(t, banned[1])/60)
			}
		}
		row += " |"
	}
	return row
}

// share is how many actions went well: all or none only where it is so.
func share(good, bad float64) string {
	percent := math.Round(100 * good / (good + bad))
	switch {
	case good == 0:
		return "none"
	case percent == 0:
		return "<1 %"
	case percent == 100 && bad > 0:
		return ">99 %"
	}
	return fmt.Sprintf("%.0f %%", percent)
}

func number(t *testing.T, text string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(text, 64)
	require.NoError(t, err)
	return v
}
