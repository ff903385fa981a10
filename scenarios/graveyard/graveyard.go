// Package graveyard has the scenarios in which what we ship once failed: finds of hunts, made
// small, and mended since. They stay as regressions.
package graveyard

import (
	"embed"
	"fmt"
	"io/fs"
	"path"

	"github.com/tokenstorm/tokenstorm/scenarios"
)

//go:embed healed
var files embed.FS

// An Entry is one of them. Its scenario's outcome says what failed, and what mends it.
type Entry struct {
	Strategy string // that failed
	Scenario *scenarios.Scenario
}

// Healed returns all of them, those of one strategy beside each other.
func Healed() ([]Entry, error) {
	names, err := fs.Glob(files, "healed/*/*.yaml")
	if err != nil {
		return nil, fmt.Errorf("graveyard: %w", err)
	}
	var all []Entry
	for _, name := range names {
		text, err := files.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("graveyard: %w", err)
		}
		s, err := scenarios.Parse(path.Base(name), text)
		if err != nil {
			return nil, err
		}
		all = append(all, Entry{path.Base(path.Dir(name)), s})
	}
	return all, nil
}
