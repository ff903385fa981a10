//go:build onefile

package outside

import (
	"compress/gzip"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/rogpeppe/go-internal/txtar"
	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/internal/driven"
)

// TestOneFileEach copies the tree and adds to the copy the one file that each archive of
// testdata/onefile has under add: a part, a reading, a carrier, and so on. It writes what is
// generated, holds the copy to the rules of the house, and carries out the scripts of the
// archives: each looks for its addition wherever it must have arrived without another line.
func TestOneFileEach(t *testing.T) {
	tree := t.TempDir()
	for _, name := range files(t, func(string) bool { return false }) {
		copyFile(t, filepath.Join(top, name), filepath.Join(tree, name))
	}
	archives, err := filepath.Glob("testdata/onefile/*.txtar")
	require.NoError(t, err)
	var code []string
	for _, archive := range archives {
		for name, text := range additions(t, archive) {
			require.NoFileExists(t, filepath.Join(tree, name))
			write(t, filepath.Join(tree, name), text)
			fmt.Printf("added      %s, %d lines\n", name, strings.Count(string(text), "\n"))
			if filepath.Ext(name) == ".go" {
				code = append(code, name)
			}
		}
	}
	before := contents(t, tree)

	inTree(t, tree, "go", "generate", "./...")
	programs := filepath.Join(tree, "reports", "out", "bin")
	inTree(t, tree, "go", "build", "-o", programs+"/", "./cmd/...")
	inTree(t, tree, "go", "test", "./reports", "-update")
	generated := changed(before, contents(t, tree))
	for _, name := range generated {
		fmt.Println("generated ", name)
		require.Regexp(t, `^(docs/.*\.md|.*/testdata/.*|.*\.json)$`, name, "only tables and goldens")
	}
	t.Cleanup(func() {
		if !t.Failed() {
			describe(t, archives)
		}
	})
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/onefile",
		RequireExplicitExec: true,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"drives": driven.Drives, "unpack": unpack,
		},
		Setup: func(env *testscript.Env) error {
			env.Setenv("PATH", programs+string(os.PathListSeparator)+env.Getenv("PATH"))
			env.Setenv("TREE", tree)
			return nil
		},
	})
	t.Run("checks", func(t *testing.T) {
		require.Empty(t, inTree(t, tree, "gofmt", append([]string{"-l"}, code...)...))
		inTree(t, tree, "go", "test", "-run", "House", "./cmd/tokenstorm")
		inTree(t, tree, "go", append([]string{"test"}, checked...)...)
	})
}

// checked are the packages whose tests go through all that is registered.
var checked = []string{"./fakecarrier/quota", "./fakecarrier", "./fakecarrier/front",
	"./fakecarrier/server", "./scenarios/faults", "./scenarios/measure", "./scenarios/workload",
	"./strategies", "./strategies/spec", "./reports", "./internal/tables"}

// unpack writes the data that a page of reports has packed: unpack PAGE FILE.
func unpack(ts *testscript.TestScript, _ bool, args []string) {
	_, after, found := strings.Cut(ts.ReadFile(args[0]), `id="figures">`)
	if !found {
		ts.Fatalf("%s has no figures", args[0])
	}
	packed, _, _ := strings.Cut(after, "<")
	in, err := gzip.NewReader(base64.NewDecoder(base64.StdEncoding, strings.NewReader(packed)))
	ts.Check(err)
	text, err := io.ReadAll(in)
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), text, 0o600))
}

// describe prints what the scripts found.
func describe(t *testing.T, archives []string) {
	t.Helper()
	for _, archive := range archives {
		parsed, err := txtar.ParseFile(archive)
		require.NoError(t, err)
		kind := strings.TrimSuffix(filepath.Base(archive), ".txtar")
		for line := range strings.Lines(string(parsed.Comment)) {
			if !strings.HasPrefix(line, "#") {
				fmt.Printf("%-10s %s", kind, line)
			}
		}
	}
}

// TestIncomplete adds what is incomplete, by an overlay: it does not compile, or fails with one
// line that says what is missing. An archive has the file under add, the command, and the line.
func TestIncomplete(t *testing.T) {
	archives, err := filepath.Glob("testdata/incomplete/*.txtar")
	require.NoError(t, err)
	root, err := filepath.Abs(top)
	require.NoError(t, err)
	for _, archive := range archives {
		t.Run(filepath.Base(archive), func(t *testing.T) {
			parsed, err := txtar.ParseFile(archive)
			require.NoError(t, err)
			folder, words, want := t.TempDir(), []string(nil), ""
			replaced := map[string]string{}
			for _, f := range parsed.Files {
				switch name, added := strings.CutPrefix(f.Name, "add/"); {
				case added:
					file := filepath.Join(folder, filepath.Base(name))
					write(t, file, f.Data)
					replaced[filepath.Join(root, name)] = file
				case f.Name == "command":
					words = strings.Fields(string(f.Data))
				case f.Name == "want":
					want = strings.TrimSpace(string(f.Data))
				}
			}
			overlay, err := json.Marshal(map[string]any{"Replace": replaced})
			require.NoError(t, err)
			write(t, filepath.Join(folder, "overlay.json"), overlay)
			words = slices.Insert(words, 2, "-overlay", filepath.Join(folder, "overlay.json"))
			command := exec.Command(words[0], words[1:]...)
			command.Dir = root
			output, err := command.CombinedOutput()
			require.Error(t, err)
			require.Contains(t, string(output), want)
			fmt.Println("incomplete", want)
		})
	}
}

// additions returns what an archive adds: one file, and its test.
func additions(t *testing.T, archive string) map[string][]byte {
	t.Helper()
	parsed, err := txtar.ParseFile(archive)
	require.NoError(t, err)
	files, tests := map[string][]byte{}, 0
	for _, f := range parsed.Files {
		if name, ok := strings.CutPrefix(f.Name, "add/"); ok {
			files[name] = f.Data
			if strings.HasSuffix(name, "_test.go") {
				tests++
			}
		}
	}
	require.Equal(t, 1, len(files)-tests, "%s adds one file, and its test", archive)
	return files
}

// inTree runs a command in the copy.
func inTree(t *testing.T, tree, name string, arguments ...string) string {
	t.Helper()
	command := exec.Command(name, arguments...)
	command.Dir = tree
	// Without paths in what is compiled, the next copy finds it in the cache.
	command.Env = append(os.Environ(), "GOFLAGS=-trimpath -buildvcs=false")
	output, err := command.CombinedOutput()
	require.NoError(t, err, "%s %s\n%s", name, strings.Join(arguments, " "), output)
	return string(output)
}

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	text, err := os.ReadFile(from)
	require.NoError(t, err)
	write(t, to, text)
}

func write(t *testing.T, file string, text []byte) {
	t.Helper()
	require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
	require.NoError(t, os.WriteFile(file, text, 0o644))
}

// contents returns the files of a folder, by path, the built ones excepted.
func contents(t *testing.T, folder string) map[string]string {
	t.Helper()
	all := map[string]string{}
	tree := os.DirFS(folder)
	err := fs.WalkDir(tree, ".", func(name string, entry fs.DirEntry, err error) error {
		if name == "reports/out" {
			return fs.SkipDir
		}
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := fs.ReadFile(tree, name)
		all[name] = string(text)
		return err
	})
	require.NoError(t, err)
	return all
}

func changed(before, after map[string]string) (names []string) {
	for name, text := range after {
		if old, known := before[name]; !known || old != text {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}
