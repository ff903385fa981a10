package reports

import (
	"fmt"

	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

// Unseen says what so many runs may not have shown.
func Unseen(runs int) string {
	m := study.RareMode(runs)
	return fmt.Sprintf("Rare modes: one that has %.6g %% of the runs would have stayed unseen in %s "+
		"with a chance of %.2g %%.", 100*m.Share, unit.Counted(runs, "run"), 100*m.Unseen)
}
