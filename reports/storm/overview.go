package storm

import (
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// How finely the whole run is drawn: as many bins as a page has pixels, and as many bans as it can
// show apart. Assumed.
const (
	bins     = 480
	mostBans = 64
)

// An overview counts the run in bins.
type overview struct {
	bin           time.Duration // whole milliseconds
	length        time.Duration
	hits, refused []int
	bans          []banned
}

// A banned is one ban of one public IP, with its extensions.
type banned struct {
	from, until time.Duration
	ip          uint16
}

func newOverview(length time.Duration) overview {
	bin := max(1, (length+bins*time.Millisecond-1)/(bins*time.Millisecond)) * time.Millisecond
	return overview{
		bin: bin, length: length, hits: make([]int, bins), refused: make([]int, bins),
	}
}

func (o *overview) add(r *measure.Record) {
	bin := min(int(r.At/o.bin), bins-1)
	switch {
	case r.By == measure.ByOutsider:
		return
	case r.Kind == measure.TokenJudged:
		o.hits[bin]++
	case r.Kind == measure.APIJudged && r.By == measure.ByFleet && r.Status == 401:
		o.refused[bin]++
	}
	if r.Ban != fakecarrier.BanNone {
		o.ban(r)
	}
}

func (o *overview) ban(r *measure.Record) {
	until := min(r.BannedUntil, o.length)
	if r.Ban == fakecarrier.BanExtended {
		for i := len(o.bans) - 1; i >= 0; i-- {
			if o.bans[i].ip == r.IP {
				o.bans[i].until = max(o.bans[i].until, until)
				return
			}
		}
	}
	if len(o.bans) < mostBans {
		o.bans = append(o.bans, banned{r.At, until, r.IP})
	}
}

func (o *overview) data() Overview {
	t := Overview{
		Bin: o.bin.Milliseconds(), Hits: pairs(o.hits), Refused: pairs(o.refused),
		Bans: [][2]int64{},
	}
	for _, b := range o.bans {
		t.Bans = append(t.Bans, [2]int64{b.from.Milliseconds(), b.until.Milliseconds()})
	}
	return t
}

// pairs are the bins that are not empty, each with its count.
func pairs(counts []int) []int {
	list := []int{}
	for bin, n := range counts {
		if n > 0 {
			list = append(list, bin, n)
		}
	}
	return list
}
