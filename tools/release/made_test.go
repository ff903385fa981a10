//go:build release

package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/tools/release/platform"
)

// made is the folder that `make release` writes.
const made = "../../reports/out/release"

// only returns the one file of the release that the pattern is for.
func only(t *testing.T, pattern string) string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(made, pattern))
	require.NoError(t, err)
	require.Len(t, names, 1, pattern)
	name, err := filepath.Abs(names[0])
	require.NoError(t, err)
	return name
}

// unpacked returns what an archive holds, its first folder left out.
func unpacked(t *testing.T, name string) (files []file) {
	t.Helper()
	data, err := os.ReadFile(name)
	require.NoError(t, err)
	if strings.HasSuffix(name, ".zip") {
		zr, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
		require.NoError(t, err)
		for _, f := range zr.File {
			r, err := f.Open()
			require.NoError(t, err)
			content, err := io.ReadAll(r)
			require.NoError(t, err)
			files = append(files, file{f.Name, f.Mode().Perm(), content})
		}
	} else {
		zr, err := gzip.NewReader(bytes.NewReader(data))
		require.NoError(t, err)
		files = untarred(t, zr)
	}
	for i := range files {
		_, files[i].name, _ = strings.Cut(files[i].name, "/")
	}
	return slices.DeleteFunc(files, func(f file) bool {
		return f.name == "" || strings.HasSuffix(f.name, "/")
	})
}

func untarred(t *testing.T, r io.Reader) (files []file) {
	t.Helper()
	for tr := tar.NewReader(r); ; {
		h, err := tr.Next()
		if err == io.EOF {
			return files
		}
		require.NoError(t, err)
		data, err := io.ReadAll(tr)
		require.NoError(t, err)
		if h.Typeflag == tar.TypeDir {
			h.Name = strings.TrimSuffix(h.Name, "/") + "/"
		}
		files = append(files, file{h.Name, fs.FileMode(h.Mode), data})
	}
}

// written writes files below a folder.
func written(t *testing.T, files []file) (folder string) {
	t.Helper()
	folder = t.TempDir()
	require.NoError(t, os.Chmod(folder, 0o755)) // somebody else may look into it
	for _, f := range files {
		name := filepath.Join(folder, filepath.FromSlash(f.name))
		if strings.HasSuffix(f.name, "/") {
			require.NoError(t, os.MkdirAll(name, 0o755))
			continue
		}
		require.NoError(t, os.MkdirAll(filepath.Dir(name), 0o755))
		require.NoError(t, os.WriteFile(name, f.data, f.mode.Perm()))
	}
	return folder
}

// output is what a command prints, which must end well.
func output(t *testing.T, command ...string) string {
	t.Helper()
	c := exec.Command(command[0], command[1:]...)
	c.Env = append(os.Environ(), "TOKENSTORM_CACHE=off")
	out, err := c.CombinedOutput()
	require.NoError(t, err, "%s: %s", strings.Join(command, " "), out)
	return string(out)
}

func TestChecksums(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(made, sums))
	require.NoError(t, err)
	entries, err := os.ReadDir(made)
	require.NoError(t, err)
	require.Len(t, strings.Split(strings.TrimSpace(string(text)), "\n"), len(entries)-1)
	for _, e := range entries {
		if e.Name() == sums {
			continue
		}
		data, err := os.ReadFile(filepath.Join(made, e.Name()))
		require.NoError(t, err)
		require.Contains(t, string(text), fmt.Sprintf("%x  %s\n", sha256.Sum256(data), e.Name()))
	}
}

func TestArchives(t *testing.T) {
	for _, p := range platform.All {
		t.Run(p.String(), func(t *testing.T) {
			files := unpacked(t, only(t, "tokenstorm_*_"+p.String()+".*"))
			held := map[string]file{}
			for _, f := range files {
				held[f.name] = f
			}
			for _, name := range []string{"LICENSE", "README.md", "CHANGELOG.md", "install.md",
				"licences.txt", "man/tokenstorm.1", "man/tokenstorm-run.1", "man/fakecarrier.1",
				"completions/bash/tokenstorm", "completions/zsh/_tokenstorm",
				"completions/fish/tokenstorm.fish", "completions/powershell/tokenstorm.ps1",
				"completions/bash/fakecarrier", "completions/zsh/_fakecarrier",
				"completions/fish/fakecarrier.fish", "completions/powershell/fakecarrier.ps1",
				"systemd/fakecarrier.service", "systemd/fakecarrier.yaml",
				"compose/compose.yaml", "compose/fakecarrier.yaml"} {
				require.NotEmpty(t, held[name].data, name)
				require.Equal(t, fs.FileMode(0o644), held[name].mode, name)
			}
			for _, program := range platform.Programs {
				program = p.File(program)
				require.Equal(t, fs.FileMode(0o755), held[program].mode, program)
				require.NoError(t, p.Check(held[program].data), program)
			}
		})
	}
}

// The programs for Linux run, those for arm64 by qemu-user. A run has the digest that its golden
// file has, wherever it is carried out.
func TestProgramsRun(t *testing.T) {
	golden, err := os.ReadFile("../../scenarios/testdata/golden/quiet-day/naive.txt")
	require.NoError(t, err)
	for of, by := range map[string][]string{
		"linux_amd64": nil, "linux_arm64": {"qemu-aarch64"},
	} {
		folder := written(t, unpacked(t, only(t, "tokenstorm_*_"+of+".tar.gz")))
		runs := func(program string, args ...string) string {
			command := append(slices.Clone(by), filepath.Join(folder, program))
			return output(t, append(command, args...)...)
		}
		number := strings.Split(filepath.Base(only(t, "tokenstorm_*_sbom.cdx.json")), "_")[1]
		require.Regexp(t, `^tokenstorm v`+number+`, commit [0-9a-f]{12}, go1\S+\n$`,
			runs("tokenstorm", "--version"))
		require.Equal(t, runs("tokenstorm", "--version"), runs("tokenstorm", "version"))
		require.Regexp(t, `^fakecarrier v`+number+`, `, runs("fakecarrier", "--version"))
		said := runs("tokenstorm", "run", "quiet-day", "--strategy", "naive")
		_, digest, found := strings.Cut(said, "\ndigest ")
		require.True(t, found, said)
		digest, _, _ = strings.Cut(strings.TrimSpace(digest), "\n")
		require.Contains(t, string(golden), digest)
	}
}

// Each shell loads its scripts. Neither mandoc finds an error in a page, nor groff anything to warn
// of; mandoc warns of the form that cobra gives to a date.
func TestCompletionsAndManuals(t *testing.T) {
	folder := written(t, unpacked(t, only(t, "tokenstorm_*_linux_amd64.tar.gz")))
	for _, program := range platform.Programs {
		scripts := path.Join(folder, "completions")
		bash := path.Join(scripts, "bash", program)
		output(t, "bash", "-n", bash)
		require.Contains(t, output(t, "bash", "-c", "source "+bash+"; complete -p "+program), "-F _")
		output(t, "zsh", "-n", path.Join(scripts, "zsh", "_"+program))
		output(t, "fish", "--no-execute", path.Join(scripts, "fish", program+".fish"))
		completed := output(t, "fish", "--no-config", "-c", "source "+path.Join(scripts, "fish",
			program+".fish")+"; set PATH "+folder+" $PATH; complete -C '"+program+" --vers'")
		require.Contains(t, completed, "--version")
	}
	pages, err := filepath.Glob(filepath.Join(folder, "man", "*.1"))
	require.NoError(t, err)
	require.Greater(t, len(pages), 20)
	for _, page := range pages {
		output(t, "mandoc", "-T", "lint", "-W", "error", page)
		require.Empty(t, output(t, "sh", "-c", `man --warnings -l "$0" 2>&1 >/dev/null`, page))
	}
	page := filepath.Join(folder, "man", "fakecarrier.1")
	require.Contains(t, output(t, "man", "-l", page), "--token-life")
}

// The Compose file of an archive names the image of the same release.
func TestComposeNamesTheImage(t *testing.T) {
	name := only(t, "tokenstorm_*_linux_amd64.tar.gz")
	number := strings.Split(filepath.Base(name), "_")[1]
	for _, f := range unpacked(t, name) {
		if f.name == "compose/compose.yaml" {
			require.Contains(t, string(f.data), "image: tokenstorm:${TOKENSTORM_VERSION:-"+number+"}\n")
		}
	}
}
