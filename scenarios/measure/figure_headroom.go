package measure

import (
	"fmt"

	"github.com/tokenstorm/tokenstorm/internal/unit"
)

func init() {
	register(
		Figure{Name: "burst", Metric: "headroom", Key: "burst", order: 10, Share: true, Over: true,
			About: "fullest window of the burst threshold, as a share of it",
			In:    "burst_peak, burst_limit",
			Of: func(o *Outcome) float64 {
				return share(o.Headroom.BurstPeak, o.Headroom.BurstLimit)
			}},
		Figure{Name: "average", Metric: "headroom", Key: "average", order: 11, Share: true,
			Over:  true,
			About: "fullest window of the average threshold, as a share of it",
			In:    "average_peak, average_limit",
			Of: func(o *Outcome) float64 {
				return share(o.Headroom.AveragePeak, o.Headroom.AverageLimit)
			}},
		Figure{Metric: "headroom", Key: "burst_hits", order: 171,
			About: "hits of one public IP in the fullest window of the burst threshold",
			In:    "headroom.burst_peak", Head: "fullest\n{burst}", Place: 5,
			Cell: func(o *Outcome) string {
				return ofLimit(o.Headroom.BurstPeak, o.Headroom.BurstLimit)
			},
			Of: count(func(o *Outcome) int { return o.Headroom.BurstPeak })},
		Figure{Metric: "headroom", Key: "average_hits", order: 172,
			About: "hits of one public IP in the fullest window of the average threshold",
			In:    "headroom.average_peak", Head: "fullest\n{average}", Place: 6,
			Cell: func(o *Outcome) string {
				return ofLimit(o.Headroom.AveragePeak, o.Headroom.AverageLimit)
			},
			Of: count(func(o *Outcome) int { return o.Headroom.AveragePeak })},
	)
}

// ofLimit prints the hits of the fullest window, of how many that are allowed.
func ofLimit(peak, limit int) string {
	if limit == 0 {
		return unit.None
	}
	return fmt.Sprintf("%s/%d", unit.Count(peak), limit)
}
