package scenarios

import (
	"fmt"
	"strings"
)

// Text returns the file that the scenario was read from, as it was written, and below it, as
// comments, the values that With has set since.
func (s *Scenario) Text() string {
	var b strings.Builder
	b.Write(s.text)
	for _, set := range s.written {
		fmt.Fprintf(&b, "# varied: %s=%s\n", set.Path, set.Value)
	}
	return b.String()
}
