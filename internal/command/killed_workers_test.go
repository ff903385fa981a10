package command

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/nats-io/nats.go"
	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/scenarios/study/cluster"
)

// clustered is a scenario of which a run takes some milliseconds.
const clustered = `
about: Clicks for some milliseconds.
length: 30m
fleet: {users: 20}
workload: [{closed: {think: exp 5s}}]
network: {api: {leg: exp 50ms}, token: {leg: exp 50ms}}
strategies: [naive, lock]
`

// worker starts a worker process in a folder of its own, where it has nothing but the program.
func worker(t *testing.T, url string) *exec.Cmd {
	c := exec.CommandContext(t.Context(), "tokenstorm", "work", url, "--jobs", "1")
	c.Dir, c.Stderr = t.TempDir(), os.Stderr
	require.NoError(t, c.Start())
	return c
}

// Workers that are killed in the middle of a batch, and replaced, change no byte; one that is asked
// to end does so after its batch.
func TestWorkersKilled(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "s.yaml"), []byte(clustered), 0o644))
	server, err := cluster.Embed("127.0.0.1:-1")
	require.NoError(t, err)
	defer func() { require.NoError(t, server.End()) }()
	conn, err := nats.Connect(server.ClientURL())
	require.NoError(t, err)
	defer conn.Close()
	answers, err := conn.SubscribeSync("tokenstorm.written.>")
	require.NoError(t, err)

	args := []string{"compare", "s.yaml", "--seeds", "80"}
	alone := exec.CommandContext(t.Context(), "tokenstorm", args...)
	alone.Dir = dir
	want, err := alone.Output()
	require.NoError(t, err)
	var got bytes.Buffer
	ctx, ended := context.WithCancel(t.Context())
	asking := exec.CommandContext(t.Context(), "tokenstorm",
		append(args, "--on", server.ClientURL())...)
	asking.Dir, asking.Stdout, asking.Stderr = dir, &got, os.Stderr
	require.NoError(t, asking.Start())
	go func() {
		defer ended()
		_ = asking.Wait() // what it printed tells
	}()

	one, two := worker(t, server.ClientURL()), worker(t, server.ClientURL())
	for range 3 {
		_, err := answers.NextMsgWithContext(ctx)
		require.NoError(t, err, "the study ended before")
		require.NoError(t, one.Process.Kill())
		_ = one.Wait() // it was killed
		one, two = two, worker(t, server.ClientURL())
	}
	<-ctx.Done()
	require.Equal(t, string(want), got.String())
	for _, w := range []*exec.Cmd{one, two} {
		require.NoError(t, w.Process.Signal(syscall.SIGTERM))
		require.NoError(t, w.Wait(), "exit code 0")
	}
}
