package command

import (
	"bytes"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

const cachedScenario = `about: x
length: 2m
strategies: [naive, lock]
fleet: {users: 50}
network: {api: {leg: exp 50ms}, token: {leg: 50ms}}
workload: [{closed: {think: exp 2s}}]
`

// cached is a command in a folder that has a scenario, and what it must print.
func cached(t *testing.T) (command func(cache string) *exec.Cmd, want []byte) {
	t.Helper()
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "s.yaml"), []byte(cachedScenario), 0o644))
	command = func(cache string) *exec.Cmd {
		c := exec.CommandContext(t.Context(), "tokenstorm", "compare", "s.yaml", "--seeds", "60",
			"--format", "ndjson", "--cache", cache)
		c.Dir = dir
		return c
	}
	want, err := command("off").Output()
	require.NoError(t, err)
	return command, want
}

// Killed 20 times at any instant, two processes at a time: what is kept is never wrong, and what
// comes out in the end is what comes out where nothing is kept.
func TestKilledWhileKeeping(t *testing.T) {
	t.Parallel()
	command, want := cached(t)
	chance := rand.New(rand.NewPCG(1, 2))
	for range 20 {
		one, two := command("kept"), command("kept")
		require.NoError(t, one.Start())
		require.NoError(t, two.Start())
		for range chance.IntN(20_000) {
			_, _ = os.Stat(one.Dir)
		}
		_ = one.Process.Kill() // it may have ended
		for range chance.IntN(10_000) {
			_, _ = os.Stat(one.Dir)
		}
		_ = two.Process.Kill()
		_, _ = one.Process.Wait()
		_, _ = two.Process.Wait()
	}
	for range 2 {
		got, err := command("kept").Output()
		require.NoError(t, err)
		require.True(t, bytes.Equal(want, got))
	}
	list := command("kept")
	list.Args = []string{"tokenstorm", "cache", "--cache", "kept"}
	got, err := list.Output()
	require.NoError(t, err)
	require.Contains(t, string(got), "1 to 60")
	require.NotContains(t, string(got), "damaged")
}

// Where files cannot grow beyond a few kilobytes, as on a full disk, no run is lost, and it is said
// once.
func TestFullDiskWhileKeeping(t *testing.T) {
	t.Parallel()
	command, want := cached(t)
	whole := command("kept")
	c := exec.CommandContext(t.Context(), "sh", append([]string{"-c", `ulimit -f 8; exec "$@"`, "sh"},
		whole.Args...)...)
	c.Dir = whole.Dir
	var stderr bytes.Buffer
	c.Stderr = &stderr
	got, err := c.Output()
	require.NoError(t, err, stderr.String())
	require.True(t, bytes.Equal(want, got))
	require.Equal(t, 1, bytes.Count(stderr.Bytes(), []byte("runs are not kept in kept: ")),
		stderr.String())
	got, err = command("kept").Output()
	require.NoError(t, err)
	require.True(t, bytes.Equal(want, got), "what was written is sound, or left out")
}

// Where the temporary file of a study's results cannot grow, as on a full disk, that is an error
// that has its path, and nothing is printed of the study.
func TestFullDiskUnderResults(t *testing.T) {
	t.Parallel()
	command, _ := cached(t)
	whole := command("off")
	c := exec.CommandContext(t.Context(), "sh", "-c", `ulimit -f 8; exec "$@"`, "sh", "tokenstorm",
		"compare", "s.yaml", "--seeds", "600", "--cache", "off")
	c.Dir = whole.Dir
	var stderr bytes.Buffer
	c.Stderr = &stderr
	got, err := c.Output()
	require.Equal(t, 1, c.ProcessState.ExitCode(), "%v", err)
	require.Empty(t, got)
	require.Regexp(t, `^tokenstorm: write .*tokenstorm-[0-9]+: file too large\n$`, stderr.String())
}
