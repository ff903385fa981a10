package filestore_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/jonboulle/clockwork"
	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/strategies"
	"github.com/tokenstorm/tokenstorm/strategies/filestore"
)

var (
	clock = clockwork.NewRealClock()
	pair  = strategies.Token{Refresh: "R1", Generation: 1}
	next  = strategies.Token{Refresh: "R2", Generation: 2}
)

func open(t *testing.T) (a *filestore.Account, path string) {
	path = filepath.Join(t.TempDir(), "tokens.json")
	a, err := filestore.Open(path, clock)
	require.NoError(t, err)
	return a, path
}

func requirePair(t *testing.T, a *filestore.Account, want strategies.Token) {
	t.Helper()
	got, err := a.Get(t.Context())
	require.NoError(t, err)
	require.Equal(t, want, got)
}

// Somebody may have put the file elsewhere, and a link in its place.
func TestALinkStaysOne(t *testing.T) {
	target, path := filepath.Join(t.TempDir(), "real.json"), filepath.Join(t.TempDir(), "link.json")
	require.NoError(t, os.WriteFile(target, []byte("{}"), 0o600))
	require.NoError(t, os.Symlink(target, path))
	a, err := filestore.Open(path, clock)
	require.NoError(t, err)
	require.NoError(t, a.Put(t.Context(), pair))
	info, err := os.Lstat(path)
	require.NoError(t, err)
	require.NotZero(t, info.Mode()&os.ModeSymlink)
	text, err := os.ReadFile(target)
	require.NoError(t, err)
	require.Contains(t, string(text), "R1")
}

// What is there instead of a pair is an error that names the place. Nobody renews, and only who
// signs in replaces it.
func TestACorruptFile(t *testing.T) {
	for name, test := range map[string]struct{ text, want string }{
		"cut off":      {"{\n  \"refresh_token\": \"R", ":2:21: unexpected end of JSON input"},
		"not ours":     {"refresh_token=R1\n", ":1:1: invalid character 'r'"},
		"another type": {"{\"generation\": \"one\"}", ":1:"},
		"empty":        {"", ":1:1: unexpected end of JSON input"},
	} {
		t.Run(name, func(t *testing.T) {
			a, path := open(t)
			require.NoError(t, os.WriteFile(path, []byte(test.text), 0o600))
			_, err := a.Get(t.Context())
			require.ErrorContains(t, err, path+test.want)
			require.ErrorContains(t, err, "meant what this package writes")
			_, err = a.Hold(t.Context(), time.Minute)
			require.ErrorContains(t, err, path)
			require.ErrorContains(t, a.Put(strategies.WithFence(t.Context(), 1), pair), path)
			left, err := os.ReadFile(path)
			require.NoError(t, err)
			require.Equal(t, test.text, string(left))
			require.NoError(t, strategies.SignIn(t.Context(), clock, a, strategies.Token{Refresh: "S0"}))
			got, err := a.Get(t.Context())
			require.NoError(t, err)
			require.Equal(t, "S0", got.Refresh)
			require.Greater(t, got.Generation, int64(1_700_000_000))
		})
	}
}

// alone reports whether the test has a process of its own. If not it runs in one: a limit on files
// is the whole process's, and the log of go test is a file, too.
func alone(t *testing.T) bool {
	t.Helper()
	const key = "FILESTORE_ALONE"
	if os.Getenv(key) != "" {
		return true
	}
	program, err := os.Executable()
	require.NoError(t, err)
	c := exec.Command(program, "-test.v", "-test.run=^"+t.Name()+"$")
	c.Env = append(os.Environ(), key+"=1")
	output, err := c.CombinedOutput()
	require.NoError(t, err, string(output))
	require.Contains(t, string(output), "--- PASS: "+t.Name())
	return false
}

// Where nothing can be written nobody gets the lease, so that nobody spends a refresh token whose
// successor would be lost. What was there is there still.
func TestAFileThatCannotBeWritten(t *testing.T) {
	if !alone(t) {
		return
	}
	a, path := open(t)
	require.NoError(t, a.Put(t.Context(), pair))
	for name, restore := range obstacles(t, path) {
		_, err := a.Hold(t.Context(), time.Minute)
		require.ErrorContains(t, err, path, name)
		require.ErrorContains(t, a.Put(t.Context(), next), path, name)
		requirePair(t, a, pair)
		restore()
		grant, err := a.Hold(t.Context(), time.Minute)
		require.NoError(t, err, name)
		require.True(t, grant.Held)
		require.NoError(t, a.Release(strategies.WithFence(t.Context(), grant.Fence)))
	}
	require.NoError(t, a.Put(t.Context(), next))
	requirePair(t, a, next)
	left, err := filepath.Glob(filepath.Join(filepath.Dir(path), "*"))
	require.NoError(t, err)
	require.Len(t, left, 3, "the file and two locks, and nothing half written: %v", left)
}

// Disks of a network answer so.
func TestADiskWithoutLocks(t *testing.T) {
	for _, err := range []error{syscall.ENOLCK, syscall.ENOSYS, syscall.ENOTSUP} {
		a, _ := open(t)
		a.FailLocks(&os.PathError{Op: "flock", Path: "tokens.json.lock", Err: err})
		_, got := a.Hold(t.Context(), time.Minute)
		require.ErrorIs(t, got, filestore.ErrNoLocks)
		require.ErrorIs(t, got, err)
		require.ErrorContains(t, got, "have the lock files elsewhere")
		require.ErrorIs(t, a.Put(t.Context(), pair), filestore.ErrNoLocks)
	}
}

func TestLocksElsewhere(t *testing.T) {
	path, locks := filepath.Join(t.TempDir(), "tokens.json"), t.TempDir()
	one, err := filestore.Open(path, clock, filestore.Locks(locks))
	require.NoError(t, err)
	two, err := filestore.Open(path, clock, filestore.Locks(locks))
	require.NoError(t, err)
	grant, err := one.Hold(t.Context(), time.Minute)
	require.NoError(t, err)
	require.True(t, grant.Held)
	other, err := two.Hold(t.Context(), time.Minute)
	require.NoError(t, err)
	require.Equal(t, strategies.Grant{Fence: grant.Fence}, other)
	left, err := os.ReadDir(filepath.Dir(path))
	require.NoError(t, err)
	require.Len(t, left, 1)
	_, err = filestore.Open(path, clock, filestore.Locks(filepath.Join(locks, "none")))
	require.ErrorContains(t, err, "cannot lock "+filepath.Join(locks, "none"))
}

// Who deletes the lock file of a living holder lets another in, but nobody holds the file that is
// gone: a third finds the second.
func TestADeletedLockFile(t *testing.T) {
	one, path := open(t)
	require.NoError(t, os.Remove(path+".lock"))
	require.NoError(t, one.Put(t.Context(), pair))
	two, err := filestore.Open(path, clock)
	require.NoError(t, err)
	grant, err := two.Hold(t.Context(), time.Minute)
	require.NoError(t, err)
	require.True(t, grant.Held)
	other, err := one.Hold(t.Context(), time.Minute)
	require.NoError(t, err)
	require.False(t, other.Held)
}

// A lease that nobody prolongs ends though its holder lives.
func TestALeaseThatNobodyProlongs(t *testing.T) {
	fake := clockwork.NewFakeClock()
	path := filepath.Join(t.TempDir(), "tokens.json")
	one, err := filestore.Open(path, fake)
	require.NoError(t, err)
	two, err := filestore.Open(path, fake)
	require.NoError(t, err)
	grant, err := one.Hold(t.Context(), 10*time.Second)
	require.NoError(t, err)
	advance := func(d time.Duration) {
		fake.Advance(d)
		one.Settle()
	}
	held := func() bool {
		other, err := two.Hold(strategies.WithFence(t.Context(), 1<<40), time.Second)
		require.NoError(t, err)
		return other.Fence == grant.Fence
	}
	for range 9 {
		advance(time.Second)
	}
	require.True(t, held())
	advance(time.Hour) // it stood still: a tenth of the lease has passed
	require.False(t, held(), "nine seconds and one")
	other, err := two.Hold(t.Context(), 10*time.Second)
	require.NoError(t, err)
	require.Equal(t, strategies.Grant{Fence: grant.Fence + 1, Held: true}, other)
}
