package main

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestHouseLint holds .golangci.yml to the rooms that live in real time, and to the files that are
// exempt from the ban of the wall clock.
func TestHouseLint(t *testing.T) {
	var places []string
	for folder, room := range houseRooms {
		switch {
		case !room.real:
		case folder == "":
			places = append(places, `[^/]*\.go$`)
		default:
			places = append(places, strings.TrimSuffix(folder, "/...")+"/")
		}
	}
	for _, e := range houseExemptions {
		if e.rule == "wall_clock" {
			places = append(places, regexp.QuoteMeta(e.path)+"$")
		}
	}
	slices.Sort(places)
	text, err := os.ReadFile(houseTop + "/.golangci.yml")
	require.NoError(t, err)
	rule := regexp.MustCompile(`(?m)- path: (\^.*)$`).FindSubmatch(text)
	require.NotNil(t, rule)
	require.Equal(t, "^("+strings.Join(places, "|")+")", string(rule[1]))
}
