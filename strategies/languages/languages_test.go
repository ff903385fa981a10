//go:build languages

// The strategy in each language, and what docs/production.md shows of it. Needs Java 17, Node 20
// and Python 3.11: make examples.

package languages

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
)

func TestLanguages(t *testing.T) {
	classes := compiled(t)
	java := []string{"java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", classes}
	node, python := []string{"node"}, []string{"python3", "-B"} // which leaves no files behind
	for name, command := range map[string][]string{
		"java":   append(slices.Clone(java), "Driver"),
		"node":   append(slices.Clone(node), "testdata/driver.mjs"),
		"python": append(slices.Clone(python), "testdata/driver.py", "."),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			its := started(t, exec.Command(command[0], command[1:]...))
			t.Run("unshared", func(t *testing.T) { steps(t, "testdata/unshared.txt", its) })
			t.Run("shared", func(t *testing.T) { steps(t, "testdata/shared.txt", its) })
		})
	}
	for _, d := range []document{
		{
			"python", "shown.py",
			"import json, sys\nsys.path.insert(0, %q)\nstore = None\n" +
				"parcel = sys.argv[1].encode()\n%s\n" +
				"print(answer.status)\n",
			python,
		},
		{
			"javascript", "shown.mjs",
			"process.chdir(%q);\nlet store;\nconst parcel = process.argv[2];\n%s\n" +
				"console.log(answer.status);\n",
			node,
		},
		{
			"java", "Shown.java",
			"import java.net.URI;\nimport java.net.http.HttpRequest;\n" +
				"import java.net.http.HttpRequest.BodyPublishers;\n" +
				"import java.net.http.HttpResponse.BodyHandlers;\n" +
				"class Shown { // %q\n  public static void main(String[] args) throws Exception {\n" +
				"Recommended.Store store = null;\nvar parcel = args[0];\n%s\n" +
				"System.out.println(answer.statusCode());\n  }\n}\n",
			java,
		},
	} {
		t.Run("document "+d.language, func(t *testing.T) {
			t.Parallel()
			d.run(t)
		})
	}
}

// A document is the code that docs/production.md shows in a language.
type document struct {
	language string
	file     string
	around   string // what makes it a program: of this folder, and the code
	command  []string
}

// run runs it, with a carrier in the place of FedEx and a call that the carrier answers well.
func (d document) run(t *testing.T) {
	t.Helper()
	p, err := fakecarrier.LookupProfile("fedex")
	require.NoError(t, err)
	call, _ := p.Wire.Call()
	require.Equal(t, "/rate/v1/rates/quotes", cmp.Or(call.Example.Path, call.Path))
	s := &stage{service: func(testing.TB, string) string { return "" }, url: served(t)}
	s.open(t, map[string]string{"profile": "fedex"})
	s.admin(t, "POST", "clock/resume", nil)
	here, err := filepath.Abs(".")
	require.NoError(t, err)
	code := strings.NewReplacer("https://apis.fedex.com", s.base(), `"./`, `"`+here+"/").
		Replace(shown(t, d.language)[0])
	file := filepath.Join(t.TempDir(), d.file)
	require.NoError(t, os.WriteFile(file, fmt.Appendf(nil, d.around, here, code), 0o644))
	args := slices.Concat(d.command[1:], []string{file, call.Example.Body})
	out, err := exec.CommandContext(t.Context(), d.command[0], args...).CombinedOutput()
	require.NoError(t, err, "%s", out)
	require.Equal(t, "200\n", string(out))
}

// shown returns the two pieces of code in docs/production.md in that language. The second is of a
// store on Redis.
func shown(t *testing.T, language string) []string {
	t.Helper()
	page, err := os.ReadFile("../../docs/production.md")
	require.NoError(t, err)
	parts := strings.Split(string(page), "```"+language+"\n")[1:]
	require.Len(t, parts, 2)
	for i := range parts {
		parts[i], _, _ = strings.Cut(parts[i], "```")
	}
	return parts
}

// compiled returns a folder with the classes of Java, which has no warning for them.
func compiled(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	said, err := exec.CommandContext(t.Context(), "javac", "-J-XX:TieredStopAtLevel=1",
		"-J-XX:+UseSerialGC", "-Xlint:all", "-Werror", "-d", folder,
		"Recommended.java", "testdata/Driver.java").CombinedOutput()
	require.NoError(t, err, "%s", said)
	return folder
}

// started returns the service that a program is, which reads commands from its standard input.
func started(t *testing.T, program *exec.Cmd) service {
	t.Helper()
	program.Stderr = os.Stderr
	commands, err := program.StdinPipe()
	require.NoError(t, err)
	answers, err := program.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, program.Start())
	t.Cleanup(func() {
		_ = commands.Close()
		_, _ = io.Copy(io.Discard, answers)
		_ = program.Wait()
	})
	lines := bufio.NewReader(answers)
	return func(t testing.TB, order string) string {
		t.Helper()
		_, err := fmt.Fprintln(commands, order)
		require.NoError(t, err)
		line, err := lines.ReadString('\n')
		require.NoError(t, err, "%s ended at: %s", program.Path, order)
		return strings.TrimSpace(line)
	}
}
