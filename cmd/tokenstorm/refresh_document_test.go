package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/fakecarrier/terms"
	"github.com/tokenstorm/tokenstorm/scenarios"
)

// TestRefreshDocument holds docs/refresh.md to a row for each scenario with refresh tokens, and to
// the figures of the golden files.
func TestRefreshDocument(t *testing.T) {
	text, err := os.ReadFile("../../docs/refresh.md")
	require.NoError(t, err)
	rows := map[string]string{}
	for _, row := range regexp.MustCompile("(?m)^\\| `([a-z0-9-]+)` \\|.*$").
		FindAllStringSubmatch(string(text), -1) {
		rows[row[1]] = row[0]
	}
	for _, name := range scenarios.Names() {
		s, err := scenarios.Load(name)
		require.NoError(t, err)
		switch _, there := rows[name]; {
		case s.Carrier.Grant == terms.GrantRefresh && slices.Contains(s.Strategies, "recommended"):
			require.Contains(t, rows[name], lostIn(t, s), "the row of %s", name)
		case there:
			require.Contains(t, rows[name], servedIn(t, name), "the row of %s", name)
		}
		delete(rows, name)
	}
	require.Empty(t, rows, "no scenarios")
}

// lostIn is how many sessions are lost: by naive, by how many of the field's clients, and by
// recommended.
func lostIn(t *testing.T, s *scenarios.Scenario) string {
	all, losers, most := 0, 0, 0
	for _, name := range s.Strategies {
		if strings.HasPrefix(name, "rotating-") || strings.HasPrefix(name, "wild-") {
			all++
			if lost := lostBy(t, s.Name, name); lost > 0 {
				losers++
				most = max(most, lost)
			}
		}
	}
	naive, field := "–", "–"
	if slices.Contains(s.Strategies, "naive") {
		naive = fmt.Sprint(lostBy(t, s.Name, "naive"))
	}
	switch {
	case losers > 0:
		field = fmt.Sprintf("%d of %d, up to %d", losers, all, most)
	case all > 0:
		field = fmt.Sprintf("0 of %d", all)
	}
	return fmt.Sprintf("| %d | %s | %s | %d |", s.Fleet.Customers, naive, field,
		lostBy(t, s.Name, "recommended"))
}

func lostBy(t *testing.T, scenario, strategy string) int {
	found := goldenLost.FindStringSubmatch(goldenOf(t, scenario, strategy))
	if found == nil {
		return 0
	}
	return int(number(t, found[1]))
}

// servedIn is the share of actions that naive and recommended carried out.
func servedIn(t *testing.T, scenario string) string {
	row := "|"
	for _, strategy := range []string{"naive", "recommended"} {
		actions := goldenActions.FindStringSubmatch(goldenOf(t, scenario, strategy))
		require.NotNil(t, actions)
		row += " " + share(number(t, actions[1]), number(t, actions[2])) + " |"
	}
	return row
}

func goldenOf(t *testing.T, scenario, strategy string) string {
	text, err := os.ReadFile(filepath.Join("..", "..", "scenarios", "testdata", "golden", scenario,
		strategy+".txt"))
	require.NoError(t, err)
	return string(text)
}
