package front

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/agnivade/levenshtein"
)

// farthest is how far a word may be from what was meant (assumed); of short words, half their
// length.
const farthest = 3

// nearest is the tail of an error message: which of the known words the user may have meant, and
// where none is near, all of them.
func nearest(word string, known []string) string {
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
	case least > min(farthest, len(word)/2, len(best)/2):
		return ", known are " + strings.Join(known, ", ")
	}
	return fmt.Sprintf(", did you mean %q?", best)
}

// oneOf sets a choice to the one of its names that the text is.
func oneOf[T ~uint8](to *T, names []string, text []byte) error {
	i := slices.Index(names, string(text))
	if i < 0 {
		return fmt.Errorf("unknown choice %q, one of %s", text, strings.Join(names, ", "))
	}
	*to = T(i)
	return nil
}

// instant is the time.Time of at, nanoseconds of Unix time.
func instant(at int64) time.Time { return time.Unix(0, at).UTC() }
