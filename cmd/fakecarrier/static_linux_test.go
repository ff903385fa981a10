package main

import (
	"debug/elf"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"
)

// What docs/server.md says installs a binary that needs no library of the machine.
func TestTheInstalledBinaryIsStatic(t *testing.T) {
	text, err := os.ReadFile("../../docs/server.md")
	require.NoError(t, err)
	command := regexp.MustCompile("(?m)^.*go install .*$").FindString(string(text))
	install := exec.Command("sh", "-c", command)
	install.Dir = filepath.Join("..", "..")
	bin := t.TempDir()
	install.Env = append(os.Environ(), "GOBIN="+bin)
	said, err := install.CombinedOutput()
	require.NoError(t, err, "%s: %s", command, said)
	binary, err := elf.Open(filepath.Join(bin, "fakecarrier"))
	require.NoError(t, err)
	defer binary.Close()
	for _, p := range binary.Progs {
		require.NotEqual(t, elf.PT_INTERP, p.Type, "%s: it wants a dynamic loader", command)
	}
	libraries, err := binary.ImportedLibraries()
	require.NoError(t, err)
	require.Empty(t, libraries)
	require.Nil(t, binary.Section(".symtab"), "it is stripped")
}
