package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestDocuments carries out every command that the README and the documents show, and compares
// what it prints. They are held to one form, so that what they show can be repeated by hand:
//
//	```console
//	$ tokenstorm list carriers
//	what it prints, a line of ... standing for any lines
//	```
//
// A block whose first line is "# NAME.yaml" is a file of that name; under "# NAME.txt", or NAME.log
// and its like, the lines below it are. Links lead to what exists.
func TestDocuments(t *testing.T) {
	t.Parallel()
	for _, pattern := range []string{"../../*.md", "../../docs/*.md"} {
		names, err := filepath.Glob(pattern)
		require.NoError(t, err)
		for _, name := range names {
			t.Run(filepath.Base(name), func(t *testing.T) {
				t.Parallel()
				testDocument(t, name)
			})
		}
	}
}

func testDocument(t *testing.T, name string) {
	text, err := os.ReadFile(name)
	require.NoError(t, err)
	for _, link := range linkTargets(string(text)) {
		require.FileExists(t, filepath.Join(filepath.Dir(name), link))
	}
	for _, found := range paths(string(text)) {
		_, err := os.Stat(filepath.Join("..", "..", found))
		require.NoError(t, err, "%s speaks of %s", name, found)
	}
	shown, err := readmeCommands(string(text))
	require.NoError(t, err)
	files := readmeFiles(string(text))
	folder := t.TempDir()
	for file, content := range files {
		require.NoError(t, os.WriteFile(filepath.Join(folder, file), []byte(content), 0o644))
	}
	for _, s := range shown {
		t.Run(fmt.Sprintf("line_%d", s.line), func(t *testing.T) {
			t.Parallel()
			c := exec.Command("tokenstorm", s.words...)
			c.Dir, c.Env = folder, slices.Concat(os.Environ(), []string{"COLUMNS="}, s.environment)
			out, err := c.CombinedOutput()
			if _, failed := errors.AsType[*exec.ExitError](err); !failed {
				require.NoError(t, err)
			}
			if !matches(s.output, trimmed(string(out))) {
				t.Errorf("%s line %d: tokenstorm %s prints\n%s\nnot\n%s", name, s.line,
					strings.Join(s.words, " "), out, strings.Join(s.output, "\n"))
			}
		})
	}
}

// TestChartsOfTheReadme holds the README's pictures to what the commands under them draw.
func TestChartsOfTheReadme(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../README.md")
	require.NoError(t, err)
	for _, chart := range []struct{ kept, begin, drawn string }{
		{"two-nodes-hits-narrow.svg", "report --out chart ", "chart/two-nodes-hits-narrow.svg"},
		{"two-nodes-price-narrow.svg", "compare two-nodes --seeds 20 --charts charts ",
			"charts/two-nodes-price-akamai-narrow.svg"},
	} {
		t.Run(chart.kept, func(t *testing.T) {
			t.Parallel()
			_, line, found := strings.Cut(string(text), "\ntokenstorm "+chart.begin)
			require.True(t, found, "the README does not say how its chart is drawn")
			line, _, _ = strings.Cut(line, "\n")
			want, err := os.ReadFile("../../docs/" + chart.kept)
			require.NoError(t, err)
			c := exec.Command("tokenstorm", strings.Fields(chart.begin+line)...)
			c.Dir = t.TempDir()
			out, err := c.CombinedOutput()
			require.NoError(t, err, string(out))
			got, err := os.ReadFile(filepath.Join(c.Dir, chart.drawn))
			require.NoError(t, err)
			require.True(t, bytes.Equal(want, got), "docs/%s is not what the README's command draws: "+
				"carry it out and copy the picture", chart.kept)
		})
	}
}

func TestReadmeCommands(t *testing.T) {
	shown, err := readmeCommands("Text\n```console\n$ tokenstorm list carriers\nfedex\n...\n" +
		"$ COLUMNS=80 tokenstorm version\n```\n$ tokenstorm not shown in a block\n```sh\n$ ls\na\n```\n")
	require.NoError(t, err)
	require.Equal(t, []readmeCommand{
		{3, nil, []string{"list", "carriers"}, []string{"fedex", "..."}},
		{6, []string{"COLUMNS=80"}, []string{"version"}, nil},
	}, shown)
	_, err = readmeCommands("```\n$ tokenstorm list carriers | head\n```\n")
	require.ErrorContains(t, err, "line 2")
}

func TestReadmeFiles(t *testing.T) {
	want := map[string]string{"a.yaml": "# a.yaml\nabout: A.\n", "c.txt": "1.0\n"}
	require.Equal(t, want, readmeFiles("```yaml\n# a.yaml\nabout: A.\n```\n# b.yaml\n"+
		"```yaml\nabout: B.\n```\n```\n# c.txt\n1.0\n```\n"))
}

func TestLinkTargets(t *testing.T) {
	require.Equal(t, []string{"docs/a.md", "b.svg"}, linkTargets(
		"[a](docs/a.md#here), ![b](b.svg), [c](https://example.org), [d](#below)\n"))
}

func TestPaths(t *testing.T) {
	require.Equal(t, []string{"sim/heap.go", "docs/examples/"}, paths("`sim/heap.go`, `a.go`, "+
		"`docs/examples/`, `scenarios/testdata/golden/SCENARIO.txt`, `reports/out/a.html`"))
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

// readmeFiles returns the files that a document shows, by name.
func readmeFiles(text string) map[string]string {
	files := map[string]string{}
	blocks := strings.Split(text, "```")
	for i := 1; i < len(blocks); i += 2 {
		_, content, _ := strings.Cut(blocks[i], "\n")
		first, rest, _ := strings.Cut(content, "\n")
		name, titled := strings.CutPrefix(first, "# ")
		switch {
		case !titled || strings.Contains(name, " "):
		case filepath.Ext(name) == ".yaml":
			files[name] = content
		case slices.Contains([]string{".txt", ".log", ".csv", ".json", ".har"}, filepath.Ext(name)):
			files[name] = rest
		}
	}
	return files
}

var link = regexp.MustCompile(`\]\(([^)#:]+)[^):]*\)`)

// linkTargets returns the files that a document links to.
func linkTargets(text string) []string {
	var targets []string
	for _, m := range link.FindAllStringSubmatch(text, -1) {
		targets = append(targets, m[1])
	}
	return targets
}

// named is a path below a folder of ours, written as code. Names in capitals stand for several, and
// what a run writes is not there.
var named = regexp.MustCompile("`((?:cmd|docs|fakecarrier|internal|reports|scenarios|sim|" +
	"strategies|tools|wild)/[a-z0-9_./-]+)`")

// paths returns the files and folders of ours that a document names.
func paths(text string) (found []string) {
	for _, m := range named.FindAllStringSubmatch(text, -1) {
		if !strings.HasPrefix(m[1], "reports/out/") {
			found = append(found, m[1])
		}
	}
	return found
}

// trimmed returns the lines of a text without the blanks that end them, which editors remove.
func trimmed(text string) []string {
	lines := strings.Split(strings.TrimRight(text, "\n"), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return lines
}

// A readmeCommand is a command that the README shows, and what it is said to print.
type readmeCommand struct {
	line        int
	environment []string // what stands before the command
	words       []string
	output      []string
}

// columns is how a document asks for a table of another width.
var columns = regexp.MustCompile(`^COLUMNS=\d+ `)

func readmeCommands(text string) ([]readmeCommand, error) {
	var shown []readmeCommand
	in := bufio.NewScanner(strings.NewReader(text))
	block, ours := false, false
	for line := 1; in.Scan(); line++ {
		now := in.Text()
		command, prompt := strings.CutPrefix(now, "$ ")
		var environment []string
		if width := columns.FindString(command); prompt && width != "" {
			environment, command = []string{strings.TrimSpace(width)}, command[len(width):]
		}
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
			shown = append(shown, readmeCommand{
				line: line, environment: environment, words: strings.Fields(words),
			})
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
