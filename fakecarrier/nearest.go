package fakecarrier

import (
	"fmt"
	"strings"

	"github.com/agnivade/levenshtein"
)

// mostEdits is how far a word may be from what was meant (assumed); of short words, half their
// length.
const mostEdits = 3

// meant is the tail of an error message: which of the known words the user may have meant, and
// where none is near, all of them.
func meant(word string, known []string) string {
	best, least := "", 0
	for _, k := range known {
		d := levenshtein.ComputeDistance(word, k)
		if best == "" || d < least {
			best, least = k, d
		}
	}
	switch {
	case best == "":
		return ""
	case least > min(mostEdits, len(word)/2, len(best)/2):
		return ", known are " + strings.Join(known, ", ")
	}
	return fmt.Sprintf(", did you mean %q?", best)
}
