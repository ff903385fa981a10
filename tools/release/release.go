package main

import (
	"debug/buildinfo"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/tokenstorm/tokenstorm/tools/release/platform"
)

// A release is what all files are made of.
type release struct {
	version string    // as the programs print it: v0.1.0, or what Go makes of a commit between two
	commit  string    // its whole name
	time    time.Time // of the commit; every file has it
}

// releaseOf reads from a program what it was built from: what Go found in the repository.
func releaseOf(b *build) (*release, error) {
	info, err := buildinfo.ReadFile(b.path(platform.Programs[0]))
	if err != nil {
		return nil, err
	}
	of := &release{version: info.Main.Version}
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			of.commit = s.Value
		case "vcs.time":
			if of.time, err = time.Parse(time.RFC3339, s.Value); err != nil {
				return nil, err
			}
		}
	}
	if of.commit == "" || strings.HasSuffix(of.version, "+dirty") {
		return nil, fmt.Errorf("found version %q, commit %q; meant a tree that git knows, without "+
			"changes", of.version, of.commit)
	}
	return of, os.Setenv("SOURCE_DATE_EPOCH", fmt.Sprint(of.time.Unix()))
}

// number is the version without the v.
func (r *release) number() string { return strings.TrimPrefix(r.version, "v") }

// file is the name of a file of the release.
func (r *release) file(rest string) string { return "tokenstorm_" + r.number() + "_" + rest }
