//go:build outside

package outside

import (
	"archive/zip"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/stretchr/testify/require"
)

// version is the one under which the tree is published to the modules of these tests.
const version = "v0.0.1"

// TestOutside carries out the scripts of testdata/importers: modules outside ours, which get this
// tree from a module proxy as anybody would get a release, into a module cache of their own.
func TestOutside(t *testing.T) {
	proxy := t.TempDir()
	publish(t, proxy)
	settings := strings.Fields(goCommand(t, "env", "GOCACHE", "GOMODCACHE", "GOPROXY"))
	require.Len(t, settings, 3)
	cache := t.TempDir()
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/importers",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("GOCACHE", settings[0])
			env.Setenv("GOMODCACHE", cache)
			env.Setenv("GOPROXY", "file://"+filepath.ToSlash(proxy)+",file://"+
				filepath.ToSlash(settings[1])+"/cache/download,"+settings[2])
			env.Setenv("GOSUMDB", "off") // it does not know this tree
			// With paths left out of what is compiled, it is found in the cache the next time.
			env.Setenv("GOFLAGS", "-mod=mod -modcacherw -trimpath")
			env.Setenv("GOBIN", filepath.Join(env.WorkDir, "bin"))
			env.Setenv("VERSION", version)
			return nil
		},
	})
}

func goCommand(t *testing.T, arguments ...string) string {
	t.Helper()
	text, err := exec.Command("go", arguments...).Output()
	require.NoError(t, err)
	return string(text)
}

// publish writes the tree into a folder that is a module proxy, as one release.
func publish(t *testing.T, proxy string) {
	t.Helper()
	folder := filepath.Join(proxy, filepath.FromSlash(module), "@v")
	require.NoError(t, os.MkdirAll(folder, 0o755))
	requirements, err := os.ReadFile(top + "/go.mod")
	require.NoError(t, err)
	for name, text := range map[string]string{
		"list":            version + "\n",
		version + ".info": `{"Version": "` + version + `"}`,
		version + ".mod":  string(requirements),
	} {
		require.NoError(t, os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600))
	}
	file, err := os.Create(filepath.Join(folder, version+".zip"))
	require.NoError(t, err)
	defer file.Close()
	archive := zip.NewWriter(file)
	for _, name := range released(t) {
		from, err := os.Open(filepath.Join(top, name))
		require.NoError(t, err)
		to, err := archive.Create(module + "@" + version + "/" + name)
		require.NoError(t, err)
		_, err = io.Copy(to, from)
		require.NoError(t, err)
		require.NoError(t, from.Close())
	}
	require.NoError(t, archive.Close())
}
