package reports

import (
	"fmt"
	"io"

	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

// Regressions prints the figures that are worse than in the stored study, or may be.
func Regressions(w io.Writer, stored *study.Study, found []study.Regression) {
	for _, r := range found {
		if r.Shown {
			fmt.Fprintf(w, "WORSE than %s: %s\n", stored.Name, r)
		} else {
			fmt.Fprintf(w, "INCONCLUSIVE, perhaps worse than %s: %s\n", stored.Name, r)
		}
	}
	if len(found) == 0 {
		fmt.Fprintf(w, "No figure is worse than in %s (%s).\n", stored.Name,
			stored.Version)
	}
}
