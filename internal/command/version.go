package command

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"
)

func init() { register(newVersion) }

func newVersion() *cobra.Command {
	return &cobra.Command{
		Use:     "version",
		Short:   "Print the version, the commit, and the Go version",
		Example: `  tokenstorm version`,
		Args:    takes(0, 0, "no arguments"),
		RunE: func(c *cobra.Command, _ []string) error {
			_, err := fmt.Fprintf(c.OutOrStdout(), "tokenstorm %s\n", versionLine())
			return err
		},
	}
}

// versionLine is what is printed of the version.
func versionLine() string {
	return versionWords() + ", " + cmp.Or(buildInfo().GoVersion, unknown)
}

func buildInfo() *debug.BuildInfo {
	if info, ok := debug.ReadBuildInfo(); ok {
		return info
	}
	return &debug.BuildInfo{}
}

// ourModule is the path of the module that this package is of.
const ourModule = "github.com/tokenstorm/tokenstorm"

// versionWords distinguish this build from others whose figures may differ.
func versionWords() string { return versionOf(buildInfo()) }

// versionOf is the version and the commit of the program, and where the program is somebody else's,
// with parts of their own, the version of ours before it.
func versionOf(info *debug.BuildInfo) string {
	words := fmt.Sprintf("%s, commit %s", cmp.Or(info.Main.Version, unknown), commitOf(info))
	if info.Main.Path == ourModule || info.Main.Path == "" {
		return words
	}
	ours := unknown
	for _, m := range info.Deps {
		if m.Path == ourModule {
			ours = cmp.Or(m.Version, unknown)
		}
	}
	return fmt.Sprintf("%s in %s %s", ours, info.Main.Path, words)
}

// studyVersion is versionWords, and where these pin no source, as under `go run` or with changes,
// what distinguishes this very program from every other: results of two programs do not merge then.
func studyVersion() string {
	if info := buildInfo(); !isPinned(info) {
		return versionWords() + ", program " + cmp.Or(programSum(os.Executable), unknown)
	}
	return versionWords()
}

// isPinned reports whether the build names its source exactly: it may have modules from folders.
func isPinned(info *debug.BuildInfo) bool {
	for _, m := range info.Deps {
		if m.Replace != nil && m.Replace.Version == "" {
			return false
		}
	}
	v, commit := info.Main.Version, commitOf(info)
	released := v != "" && v != "(devel)" && !strings.HasSuffix(v, "+dirty")
	return released || commit != unknown && !strings.HasSuffix(commit, withChanges)
}

// programSum is the beginning of the SHA-256 of a program's file, empty where it cannot be read.
// The compiler makes the same file of the same source, in the same folder for the same processor.
func programSum(path func() (string, error)) string {
	name, err := path()
	if err != nil {
		return ""
	}
	file, err := os.Open(name)
	if err != nil {
		return ""
	}
	defer file.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, file); err != nil { // a file of 36 MB
		return ""
	}
	return hex.EncodeToString(sum.Sum(nil)[:6])
}

// What is said of a commit.
const (
	unknown     = "unknown"
	withChanges = " with changes"
)

// commitOf is the commit the program was built from, and whether files differed from it.
func commitOf(info *debug.BuildInfo) string {
	commit, changed := unknown, ""
	for _, s := range info.Settings {
		switch {
		case s.Key == "vcs.revision":
			commit = s.Value[:min(12, len(s.Value))]
		case s.Key == "vcs.modified" && s.Value == "true":
			changed = withChanges
		}
	}
	return commit + changed
}
