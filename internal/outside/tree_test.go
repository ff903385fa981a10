//go:build outside || onefile

package outside

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

const (
	top    = "../.."
	module = "github.com/tokenstorm/tokenstorm"
)

// released lists the files of the root module: all of the tree but what is in a module of its own.
func released(t *testing.T) []string {
	t.Helper()
	return files(t, func(folder string) bool {
		_, err := os.Stat(filepath.Join(top, folder, "go.mod"))
		return folder != "." && err == nil
	})
}

// files lists the files of the tree, what git ignores and some folders left out.
func files(t *testing.T, without func(folder string) bool) []string {
	t.Helper()
	var names []string
	tree := os.DirFS(top)
	err := fs.WalkDir(tree, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.IsDir() {
			if err == nil && entry.Type().IsRegular() {
				names = append(names, name)
			}
			return err
		}
		skipped := []string{".git", "reports/out"}
		if slices.Contains(skipped, name) || entry.Name() == "node_modules" ||
			without(name) {
			return fs.SkipDir
		}
		return nil
	})
	require.NoError(t, err)
	return names
}
