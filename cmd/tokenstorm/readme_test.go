package main

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestReadme carries out every command that the README shows, and compares what it prints. The
// README is held to one form, so that what it shows can be repeated by hand:
//
//	```console
//	$ tokenstorm list carriers
//	what it prints, a line of ... standing for any lines
//	```
func TestReadme(t *testing.T) {
	text, err := os.ReadFile("../../README.md")
	if os.IsNotExist(err) {
		return // nothing is shown
	}
	require.NoError(t, err)
	shown, err := readmeCommands(string(text))
	require.NoError(t, err)
	t.Chdir(t.TempDir())
	for _, s := range shown {
		t.Run(fmt.Sprintf("line_%d", s.line), func(t *testing.T) {
			c := exec.Command("tokenstorm", s.words...)
			out, err := c.CombinedOutput()
			if _, failed := err.(*exec.ExitError); !failed {
				require.NoError(t, err)
			}
			if !matches(s.output, strings.Split(strings.TrimRight(string(out), "\n"), "\n")) {
				t.Errorf("README.md line %d: tokenstorm %s prints\n%s\nnot\n%s", s.line,
					strings.Join(s.words, " "), out, strings.Join(s.output, "\n"))
			}
		})
	}
}

func TestReadmeCommands(t *testing.T) {
	shown, err := readmeCommands("Text\n```console\n$ tokenstorm list carriers\nfedex\n...\n" +
		"$ tokenstorm version\n```\n$ tokenstorm not shown in a block\n```sh\n$ ls\na\n```\n")
	require.NoError(t, err)
	require.Equal(t, []readmeCommand{
		{3, []string{"list", "carriers"}, []string{"fedex", "..."}}, {6, []string{"version"}, nil},
	}, shown)
	_, err = readmeCommands("```\n$ tokenstorm list carriers | head\n```\n")
	require.ErrorContains(t, err, "line 2")
}

func TestReadmeDifferences(t *testing.T) {
	printed := []string{"a", "b", "c", "d"}
	for _, test := range []struct {
		shown []string
		want  bool
	}{
		{[]string{"a", "b", "c", "d"}, true},
		{[]string{"a", "...", "d"}, true},
		{[]string{"...", "c", "..."}, true},
		{[]string{"..."}, true},
		{[]string{"a", "b", "c"}, false},
		{[]string{"a", "...", "c"}, false},
		{[]string{"a", "x", "c", "d"}, false},
		{nil, false},
	} {
		require.Equal(t, test.want, matches(test.shown, printed), test.shown)
	}
}

// A readmeCommand is a command that the README shows, and what it is said to print.
type readmeCommand struct {
	line   int
	words  []string
	output []string
}

func readmeCommands(text string) ([]readmeCommand, error) {
	var shown []readmeCommand
	in := bufio.NewScanner(strings.NewReader(text))
	block, ours := false, false
	for line := 1; in.Scan(); line++ {
		now := in.Text()
		command, prompt := strings.CutPrefix(now, "$ ")
		switch {
		case strings.HasPrefix(now, "```"):
			block, ours = !block, false
		case block && prompt:
			var words string
			if words, ours = strings.CutPrefix(command, "tokenstorm "); !ours {
				continue
			}
			if strings.ContainsAny(words, `|<>;&$'"`) {
				return nil, fmt.Errorf("README.md line %d: one plain command a line", line)
			}
			shown = append(shown, readmeCommand{line: line, words: strings.Fields(words)})
		case ours:
			last := &shown[len(shown)-1]
			last.output = append(last.output, now)
		}
	}
	return shown, in.Err()
}

// matches reports whether lines are what is shown, where ... stands for any lines.
func matches(shown, lines []string) bool {
	for len(shown) > 0 && shown[0] != "..." {
		if len(lines) == 0 || lines[0] != shown[0] {
			return false
		}
		shown, lines = shown[1:], lines[1:]
	}
	if len(shown) == 0 {
		return len(lines) == 0
	}
	for skipped := 0; skipped <= len(lines); skipped++ {
		if matches(shown[1:], lines[skipped:]) {
			return true
		}
	}
	return false
}
