package filestore_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/jonboulle/clockwork"
	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/strategies"
	"github.com/tokenstorm/tokenstorm/strategies/conformance"
	"github.com/tokenstorm/tokenstorm/strategies/filestore"
)

// Each node has an Account of its own, as each process has: flock keeps those of one process apart,
// too.
func TestConformance(t *testing.T) {
	make := func(t *testing.T) conformance.Shelf {
		clock := clockwork.NewFakeClockAt(time.Unix(1_700_000_000, 0))
		path, accounts := filepath.Join(t.TempDir(), "tokens.json"), map[string]*filestore.Account{}
		account := func(node string) *filestore.Account {
			if accounts[node] == nil {
				a, err := filestore.Open(path, clock)
				require.NoError(t, err)
				accounts[node] = a
			}
			return accounts[node]
		}
		return conformance.Shelf{
			Clock: clock,
			Advance: func(d time.Duration) {
				for step := time.Duration(0); d > 0; d -= step {
					step = min(d, time.Second)
					if d > 30*time.Second {
						step = d // no lease lasts so long
					}
					clock.Advance(step)
					for _, a := range accounts {
						a.Settle()
					}
				}
			},
			Store: func(node string) strategies.Store { return account(node) },
			Lease: func(node string) strategies.LeaseStore { return account(node) },
		}
	}
	conformance.TestStore(t, make)
	conformance.TestLease(t, make)
}

func TestRefresh(t *testing.T) {
	conformance.TestRefresh(t, func(t *testing.T) conformance.Shelf {
		path, accounts := filepath.Join(busyFolder(t), "tokens.json"), map[string]*filestore.Account{}
		for _, node := range []string{"1", "2"} {
			a, err := filestore.Open(path, clockwork.NewRealClock())
			require.NoError(t, err)
			accounts[node] = a
		}
		return conformance.Shelf{
			Env:   func() strategies.Env { return strategies.OnClock(clockwork.NewRealClock()) },
			Store: func(node string) strategies.Store { return accounts[node] },
			Lease: func(node string) strategies.LeaseStore { return accounts[node] },
			Die:   func(node string) { accounts[node].Die() },
		}
	})
}

// busyFolder returns a folder in which something may still be written when the test ends.
func busyFolder(t *testing.T) string {
	folder, err := os.MkdirTemp("", "filestore")
	require.NoError(t, err)
	t.Cleanup(func() {
		require.Eventually(t, func() bool {
			return os.RemoveAll(folder) == nil
		}, 10*time.Second, 10*time.Millisecond)
	})
	return folder
}
