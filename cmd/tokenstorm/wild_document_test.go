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

// A family is the strategies of a prefix, and the scenarios in which all of them meet.
type family struct {
	prefix, measured string // measured is the heading of the table of their figures
	scenarios        []string
}

var families = []family{
	{"wild-", "Measured", []string{
		"wild-cold-start", "wild-expiry", "wild-token-killed", "wild-outage", "wild-ban",
	}},
	{"rotating-", "Sessions lost", []string{
		"rotating-two-processes", "rotating-two-forgiven", "rotating-copies", "rotating-reply-lost",
		"rotating-reply-forgiven", "rotating-outage", "rotating-holder-crash",
	}},
}

// TestWildDocument holds docs/wild.md to naming every strategy of the families with its source and
// with the figures of the golden files.
func TestWildDocument(t *testing.T) {
	text, err := os.ReadFile("../../docs/wild.md")
	require.NoError(t, err)
	for _, f := range families {
		behaviours, measured, found := strings.Cut(string(text), "\n## "+f.measured+"\n")
		require.True(t, found)
		for _, name := range f.members("naive", "recommended") {
			if strings.HasPrefix(name, f.prefix) {
				require.Contains(t, behaviours, "`"+name+"`")
			}
			require.Contains(t, measured, f.row(t, name))
		}
	}
}

// Every scenario of a family has all of them, and the two to compare them with.
func TestWildScenariosHaveThemAll(t *testing.T) {
	for _, f := range families {
		for _, scenario := range f.scenarios {
			s, err := scenarios.Load(scenario)
			require.NoError(t, err)
			require.Subset(t, s.Strategies, f.members("naive", "recommended"), scenario)
		}
	}
}

// members are the strategies of the family, after others.
func (f family) members(others ...string) []string {
	for _, name := range spec.Names() {
		if strings.HasPrefix(name, f.prefix) {
			others = append(others, name)
		}
	}
	return others
}

var (
	goldenActions = regexp.MustCompile(`(?m)^actions +\d+ started: (\d+) succeeded, (\d+) failed`)
	goldenHits    = regexp.MustCompile(`(?m)^token hits +(\d+):`)
	goldenBanned  = regexp.MustCompile(`, ([\d.]+) s banned$`)
	goldenLost    = regexp.MustCompile(`(?m)^sessions +([1-9]\d*) lost`)
)

// row is a strategy's row of the table: for each scenario the token hits, the share of actions that
// succeeded, how many sessions were lost, and how long a ban lasted.
func (f family) row(t *testing.T, name string) string {
	t.Helper()
	row := "| `" + name + "` |"
	for _, scenario := range f.scenarios {
		file := filepath.Join("..", "..", "scenarios", "testdata", "golden", scenario, name+".txt")
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		hits := goldenHits.FindStringSubmatch(string(text))
		actions := goldenActions.FindStringSubmatch(string(text))
		require.True(t, hits != nil && actions != nil, file)
		row += " " + hits[1] + ", " + share(number(t, actions[1]), number(t, actions[2]))
		if lost := goldenLost.FindStringSubmatch(string(text)); lost != nil {
			row += ", **" + lost[1] + " lost**"
		}
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
