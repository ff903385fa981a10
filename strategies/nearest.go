package strategies

import (
	"fmt"
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"
)

// mostEdits is how far a name may be from what was meant (assumed); of short names, half their
// length.
const mostEdits = 3

// Near returns the one of names that is the fewest edits from name, the first in order where
// several are. It is false where none is near enough to be what was meant: names are near that
// begin with name, too.
func Near(name string, names []string) (string, bool) {
	best, least := "", 0
	for _, n := range slices.Sorted(slices.Values(names)) {
		if d := levenshtein.ComputeDistance(name, n); best == "" || d < least {
			best, least = n, d
		}
	}
	begins := name != "" && strings.HasPrefix(best, name)
	return best, best != "" && (begins || least <= min(mostEdits, len(name)/2, len(best)/2))
}

// Meant says which of names was probably meant, in quotes; where none is near, what there is.
func Meant(name string, names []string) string {
	if near, ok := Near(name, names); ok || len(names) == 1 {
		return fmt.Sprintf("%q", near)
	}
	return "one of " + strings.Join(slices.Sorted(slices.Values(names)), ", ")
}

// DidYouMean asks for the nearest of names; where none is near, it says what there is.
func DidYouMean(name string, names []string) string {
	if near, ok := Near(name, names); ok {
		return fmt.Sprintf("did you mean %q?", near)
	}
	return "meant " + Meant(name, names)
}
