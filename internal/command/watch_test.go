//go:build unix

package command

import (
	"bufio"
	"bytes"
	"context"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// A watching is a command with --watch, and what it says on standard error.
type watching struct {
	*testing.T
	command *exec.Cmd
	stdout  bytes.Buffer
	stderr  *bufio.Scanner
}

func watched(t *testing.T, words ...string) *watching {
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	t.Cleanup(cancel)
	w := &watching{T: t, command: exec.CommandContext(ctx, "tokenstorm", append(words, "--watch")...)}
	w.command.Stdout = &w.stdout
	stderr, err := w.command.StderrPipe()
	require.NoError(t, err)
	w.stderr = bufio.NewScanner(stderr)
	require.NoError(t, w.command.Start())
	return w
}

// says reads a line on standard error.
func (w *watching) says(want string) {
	w.Helper()
	require.True(w, w.stderr.Scan(), "nothing more, and %q wanted", want)
	require.Equal(w, "tokenstorm: "+want, w.stderr.Text())
}

// ends interrupts it.
func (w *watching) ends() (stdout string) {
	require.NoError(w, w.command.Process.Signal(os.Interrupt))
	w.says("interrupted")
	require.False(w, w.stderr.Scan(), "nothing more")
	require.Error(w, w.command.Wait())
	require.Equal(w, exitInterrupted, w.command.ProcessState.ExitCode())
	return w.stdout.String()
}

func save(t *testing.T, name, text string) {
	t.Helper()
	require.NoError(t, os.WriteFile(name, []byte(text), 0o644))
}

// replace writes a file as editors do: under another name, which then takes its place.
func replace(t *testing.T, name, text string) {
	t.Helper()
	save(t, name+"~", text)
	require.NoError(t, os.Rename(name+"~", name))
}

const (
	shortScenario = `
about: A minute.
length: 1m
fleet: {users: USERS}
workload: [{closed: {think: exp 2s}}]
network: {api: {leg: 50ms}, token: {leg: 50ms}}
strategies: [naive]
`
	mine = "about: Mine.\nparts: [{retry: {retries: RETRIES}}, cache]\n"
)

func users(n string) string   { return strings.Replace(shortScenario, "USERS", n, 1) }
func retries(n string) string { return strings.Replace(mine, "RETRIES", n, 1) }

// A command is carried out again when its scenario changes or a strategy of it, however that is
// written; not when it is merely touched. A mistake is printed, and watched on.
func TestWatch(t *testing.T) {
	t.Chdir(t.TempDir())
	save(t, "s.yaml", users("2"))
	save(t, "mine.yaml", retries("1"))
	w := watched(t, "run", "s.yaml", "--strategy", "mine.yaml")
	const watching = "watching s.yaml, mine.yaml; Ctrl-C ends it"
	w.says(watching)
	save(t, "s.yaml", users("3"))
	w.says("s.yaml changed")
	w.says(watching)
	save(t, "s.yaml", users("3")) // as it is: the next line is of the other file
	replace(t, "mine.yaml", retries("0"))
	w.says("mine.yaml changed")
	w.says(watching)

	replace(t, "s.yaml", users("many"))
	w.says("s.yaml changed")
	w.says(`s.yaml:4:16: found "many"; meant a whole number`)
	w.says(watching)
	require.NoError(t, os.Remove("s.yaml"))
	save(t, "s.yaml", users("4"))
	w.says("s.yaml changed")
	w.says(watching)
	stdout := w.ends()
	require.Equal(t, 4, strings.Count(stdout, "\nrepeat: tokenstorm run s.yaml --strategy mine.yaml "+
		"--reading akamai --seed 1\n"), stdout)
}

// Of a link the file is watched that it leads to, and a recording is, beside its scenario.
func TestWatchOfLinksAndRecordings(t *testing.T) {
	t.Chdir(t.TempDir())
	require.NoError(t, os.Mkdir("real", 0o755))
	save(t, "real/s.yaml", strings.Replace(users("2"), "{closed: {think: exp 2s}}",
		"{recorded: {file: clicks.csv}}", 1))
	save(t, "clicks.csv", "t,node,customer\n1,0,0\n")
	require.NoError(t, os.Symlink("real/s.yaml", "s.yaml"))
	w := watched(t, "compare", "s.yaml", "--seeds", "2", "--cache", "off")
	const watching = "watching s.yaml, clicks.csv; Ctrl-C ends it"
	w.says(watching)
	save(t, "clicks.csv", "t,node,customer\n1,0,0\n2,0,0\n")
	w.says("clicks.csv changed")
	w.says(watching)
	replace(t, "real/s.yaml", users("2"))
	w.says("s.yaml changed")
	w.says("watching s.yaml; Ctrl-C ends it")
	require.Equal(t, 3, strings.Count(w.ends(), "\nrepeat: "))
}

func TestWatchThatMakesNoSense(t *testing.T) {
	t.Chdir(t.TempDir())
	for words, want := range map[string]string{
		"run quiet-day --strategy recommended --watch": "--watch: no file is read that could change" +
			"; all of it came with the program",
		"compare quiet-day --seeds 2 --watch --dashboard": "found --watch and --dashboard; meant " +
			"one of them",
	} {
		c := exec.Command("tokenstorm", strings.Fields(words)...)
		var stderr bytes.Buffer
		c.Stderr = &stderr
		require.Error(t, c.Run())
		require.Equal(t, exitConfig, c.ProcessState.ExitCode())
		require.Equal(t, "tokenstorm: "+want+"\n", stderr.String())
	}
}
