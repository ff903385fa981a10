package reports

import (
	"fmt"
	"slices"
	"time"

	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// A view is the stretch of a run that a chart shows.
type view struct {
	from, to, whole time.Duration
}

const (
	// A busiest stretch that is shorter than one of so many equal parts of a run is shown alone
	// (assumed).
	smallParts = 20
	// One of so many equal parts of the run is shown at either side of it (assumed).
	roomParts = 50
)

// viewOf is the whole run, or the stretch around the fullest burst of all contestants where that is
// short and nobody was banned: a herd of a second would be a needle in an hour.
func viewOf(all []*Contestant) view {
	whole := view{to: all[0].Timeline.length, whole: all[0].Timeline.length}
	most := 0
	for _, k := range all {
		if len(k.Timeline.bans()) > 0 {
			return whole
		}
		most = max(most, slices.Max(k.Timeline.fullest(0)))
	}
	from, to := whole.whole, time.Duration(0)
	for _, k := range all {
		bin := k.Timeline.bin
		for i, n := range k.Timeline.fullest(0) {
			if 2*n >= most {
				from, to = min(from, time.Duration(i)*bin), max(to, time.Duration(i+1)*bin)
			}
		}
	}
	if most == 0 || to-from > whole.whole/smallParts {
		return whole
	}
	room := max(whole.whole/roomParts, to-from)
	return view{
		from: max(0, from-room).Truncate(10 * time.Second), to: min(whole.whole, to+room),
		whole: whole.whole,
	}
}

// note says what is left out.
func (v view) note(window string) string {
	if v.to-v.from == v.whole {
		return ""
	}
	return fmt.Sprintf(" Shown is the stretch around the fullest %s alone, from %s to %s of %s: "+
		"elsewhere none is half as full.", window, unit.FormatDuration(v.from),
		unit.FormatDuration(v.to.Truncate(time.Second)), unit.FormatDuration(v.whole))
}
