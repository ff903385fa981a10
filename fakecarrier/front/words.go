package front

import (
	"fmt"
	"slices"
	"strings"
)

// oneOf sets a choice to the one of its names that the text is.
func oneOf[T ~uint8](to *T, names []string, text []byte) error {
	i := slices.Index(names, string(text))
	if i < 0 {
		return fmt.Errorf("unknown choice %q, one of %s", text, strings.Join(names, ", "))
	}
	*to = T(i)
	return nil
}
