package strategies

import (
	"fmt"
	"slices"

	"github.com/agnivade/levenshtein"
)

// A ConfigError is a mistake in a configuration file: where it is, what stands there, and what was
// probably meant.
type ConfigError struct {
	File         string
	Line, Column int // from 1
	Found, Meant string
}

func (e *ConfigError) Error() string {
	return fmt.Sprintf("%s:%d:%d: found %s; meant %s", e.File, e.Line, e.Column, e.Found, e.Meant)
}

// Nearest returns the one of names that is the fewest edits from name, the first in order where
// several are, and "" where there are no names.
func Nearest(name string, names []string) string {
	if len(names) == 0 {
		return ""
	}
	return slices.MinFunc(slices.Sorted(slices.Values(names)), func(a, b string) int {
		return levenshtein.ComputeDistance(name, a) - levenshtein.ComputeDistance(name, b)
	})
}
