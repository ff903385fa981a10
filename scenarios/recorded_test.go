package scenarios_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/scenarios"
)

// A log of whole seconds says that calls came within them, not all at once: twelve calls a second
// that share flights at one instant are no storm, and are one where they come as they did. Runs of
// twenty seeds were told to be safe when arrivals without spread stood on the full second.
func TestRecordedArrivalsLieWithinTheirStamps(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	var log strings.Builder
	for i := range 600 {
		fmt.Fprintf(&log, "10.0.0.%d - - [02/Mar/2026:07:00:%02d +0000] \"POST /rates HTTP/1.1\" 200 1\n",
			1+i%2, i/12)
	}
	require.NoError(t, os.WriteFile(filepath.Join(folder, "shop.log"), []byte(log.String()), 0o600))
	for _, test := range []struct {
		spread string
		banned int // runs
	}{{", spread: 0s", 0}, {"", 20}, {", spread: 1s", 20}} {
		file := filepath.Join(folder, "shop.yaml")
		require.NoError(t, os.WriteFile(file, []byte("about: A log of our shop.\nlength: 2m\n"+
			"fleet: {nodes: 2, users: 1}\nworkload: [{recorded: {file: shop.log"+test.spread+"}}]\n"+
			"network: {api: {leg: 50ms}, token: {leg: 50ms}}\nstrategies: [single-flight]\n"), 0o600))
		s, err := scenarios.Load(file)
		require.NoError(t, err)
		banned := 0
		for seed := range uint64(20) {
			if do(t, s, "single-flight", "akamai", seed+1).Bans.Count > 0 {
				banned++
			}
		}
		require.Equal(t, test.banned, banned, "recorded%s", test.spread)
	}
}
