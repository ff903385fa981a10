package hunt

import (
	"time"

	"github.com/tokenstorm/tokenstorm/internal/unit"
)

func init() {
	load := func(kind string, draw func(d *drawer, of *draft)) func(d *drawer, s *draft) {
		return func(d *drawer, s *draft) {
			of := branch(kind)
			draw(d, of)
			s.at("workload").items = append(s.at("workload").items, branch("", of))
		}
	}
	features = append(features,
		feature{"workload.job", func(d *drawer, s *draft) {
			s.at("workload").items = append(s.at("workload").items, branch("",
				leaf("name", "job"), branch("who", leaf("workers", one(d, "1", "3"))),
				branch("job", leaf("at", d.instant()), leaf("calls", one(d, "5", "40")),
					leaf("over", one(d, "0s", "1m")), leaf("token", one(d, "once", "each")))))
		}, false},
		feature{"workload.repeated", load("burst", func(d *drawer, of *draft) { // as cron's jobs are
			of.set("clicks", one(d, "1", "5", "50"))
			of.set("at", d.instant())
			of.set("every", d.length(10*time.Second, 20*time.Minute))
		}), true},
		feature{"workload.stages", load("open", func(d *drawer, of *draft) {
			of.set("rate", one(d, "0/s", "0.05/s", "1/s"))
			stages := list("stages")
			for range one(d, 1, 2, 3) {
				stages.items = append(stages.items, branch("", leaf("to", one(d, "0/s", "0.3/s", "4/s")),
					leaf("over", one(d, "0s", "1m", "10m")), leaf("for", d.length(time.Second, 20*time.Minute))))
			}
			of.replace(stages)
		}), true},
		feature{"workload.business_day", load("business_day", func(d *drawer, of *draft) {
			of.set("peak", one(d, "0.3/s", "2/s"))
			of.set("start", one(d, "0s", "6h30m", "8h", "12h", "23h"))
		}), true},
		feature{"workload.who", func(d *drawer, s *draft) {
			of := one(d, s.at("workload").items...)
			of.replace(branch("who", one(d, leaf("users", one(d, "1", "5")),
				list("nodes", leaf("", d.numbered(d.nodes))),
				list("customers", leaf("", d.numbered(d.customers))))))
		}, false},
	)
}

// workload is where clicks come from, the one thing besides its size that a scenario cannot do
// without.
func (d *drawer) workload() *draft {
	open := branch("", branch("open", leaf("rate", one(d, "0.05/s", "0.3/s", "1.2/s", "4/s"))))
	if d.sometimes(2) {
		open.items[0].set("gaps", "even")
	}
	if d.sometimes(6) {
		open.items[0].set("from", d.instant())
	}
	if d.sometimes(6) {
		open.items[0].set("until", unit.FormatDuration(d.lasts*3/4))
	}
	burst := branch("", branch("burst", leaf("clicks", one(d, "2", "20", "200")),
		leaf("at", d.instant())))
	if d.sometimes(2) {
		burst.items[0].set("apart", one(d, "10ms", "500ms"))
	}
	closed := branch("", branch("closed",
		leaf("think", one(d, "1s", "5s", "20s", "exp 1s", "exp 5s", "exp 10s", "exp 2m"))))
	if d.sometimes(6) {
		closed.items[0].set("start", one(d, "uniform 0s..1m", "exp 10s"))
	}
	w := list("workload")
	switch {
	case !d.fair && d.sometimes(2):
		w.items = append(w.items, closed)
	case d.sometimes(8):
	default:
		w.items = append(w.items, open)
	}
	if len(w.items) == 0 || d.sometimes(4) {
		w.items = append(w.items, burst)
	}
	return w
}
