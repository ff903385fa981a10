package fakecarrier

import (
	"fmt"

	"github.com/agnivade/levenshtein"
)

// meant is the tail of an error message: which of the known words the user may have meant.
func meant(word string, known []string) string {
	best, least := "", 0
	for _, k := range known {
		d := levenshtein.ComputeDistance(word, k)
		if best == "" || d < least {
			best, least = k, d
		}
	}
	if best == "" {
		return ""
	}
	return fmt.Sprintf(", did you mean %q?", best)
}
