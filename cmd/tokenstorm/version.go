package main

import (
	"fmt"
	"runtime/debug"

	"github.com/spf13/cobra"
)

func newVersion() *cobra.Command {
	return &cobra.Command{
		Use:     "version",
		Short:   "Print the version, the commit, and the Go version",
		Example: `  tokenstorm version`,
		Args:    atMost(0, "no arguments"),
		RunE: func(c *cobra.Command, _ []string) error {
			_, err := fmt.Fprintf(c.OutOrStdout(), "tokenstorm %s, %s\n", versionWords(),
				orUnknown(buildInfo().GoVersion))
			return err
		},
	}
}

func buildInfo() *debug.BuildInfo {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		info = &debug.BuildInfo{}
	}
	return info
}

// versionWords tell this build from others whose figures may differ.
func versionWords() string {
	info := buildInfo()
	return fmt.Sprintf("%s, commit %s", orUnknown(info.Main.Version), commitOf(info))
}

// commitOf is the commit the program was built from, and whether files differed from it.
func commitOf(info *debug.BuildInfo) string {
	commit, changed := "", ""
	for _, s := range info.Settings {
		switch {
		case s.Key == "vcs.revision":
			commit = s.Value[:min(12, len(s.Value))]
		case s.Key == "vcs.modified" && s.Value == "true":
			changed = " with changes"
		}
	}
	return orUnknown(commit) + changed
}

func orUnknown(text string) string {
	if text == "" {
		return "unknown"
	}
	return text
}
