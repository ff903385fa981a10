//go:build unix

package command

import (
	"bytes"
	"context"
	"io"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// Whatever is read, and never ends, ends on a signal.
func TestSignalEndsEveryRead(t *testing.T) {
	t.Chdir(t.TempDir())
	require.NoError(t, syscall.Mkfifo("pipe.yaml", 0o600))
	short := strings.Replace(endless, "100h", "1s", 1)
	require.NoError(t, os.WriteFile("short.yaml", []byte(short), 0o644))
	for _, test := range []struct {
		signal os.Signal
		words  string
	}{
		{os.Interrupt, "judge -"},
		{syscall.SIGTERM, "judge -"},
		{os.Interrupt, "judge pipe.yaml"},
		{syscall.SIGTERM, "merge pipe.yaml"},
		{os.Interrupt, "run pipe.yaml --strategy naive"},
		{os.Interrupt, "run short.yaml --strategy pipe.yaml"},
		{os.Interrupt, "run /dev/stdin --strategy naive"},
		{syscall.SIGTERM, "compare short.yaml --seeds 2 --baseline pipe.yaml"},
		{os.Interrupt, "drive short.yaml --against-sim --admin-token-file pipe.yaml"},
	} {
		t.Run(test.words, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
			defer cancel()
			c := exec.CommandContext(ctx, "tokenstorm", strings.Fields(test.words)...)
			stdin, err := c.StdinPipe()
			require.NoError(t, err)
			defer stdin.Close()
			var stderr bytes.Buffer
			c.Stderr = &stderr
			require.NoError(t, c.Start())
			if strings.Contains(test.words, "pipe") {
				pipe, err := os.OpenFile("pipe.yaml", os.O_WRONLY, 0) // once it is opened to be read
				require.NoError(t, err)
				defer pipe.Close()
			} else { // more than a pipe holds: some of it has been read
				_, err := io.WriteString(stdin, strings.Repeat("1.5\n", 30_000))
				require.NoError(t, err)
			}
			require.NoError(t, c.Process.Signal(test.signal))
			_ = c.Wait()
			require.NoError(t, ctx.Err(), "it goes on")
			require.Equal(t, exitInterrupted, c.ProcessState.ExitCode(), stderr.String())
			require.Equal(t, "tokenstorm: interrupted\n", stderr.String())
		})
	}
}
