package hunt

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"time"

	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// A drawer draws one scenario.
type drawer struct {
	*rand.Rand
	bounds    *Bounds
	constants []time.Duration // of the strategy
	lasts     time.Duration
	life      time.Duration // of a token, where it is not drawn
	nodes     int
	customers int
	fair      bool // chance does nothing to API calls, and clicks wait for nobody
}

// A feature is a thing that a scenario may have or not. As in swarm testing (Groce 2012) each
// scenario has a random subset of them, so that none keeps another from showing.
type feature struct {
	name string
	draw func(d *drawer, s *draft)
	fair bool // it leaves a scenario fair
}

var features []feature

// drawn is a scenario with a random subset of the features; where fair, one in which nothing but
// what a strategy does with tokens decides.
func (d *drawer) drawn() *draft {
	d.lasts = d.within(one(d, 5*time.Minute, 10*time.Minute, 20*time.Minute, 40*time.Minute,
		90*time.Minute))
	d.life = one(d, 0, time.Minute, 2*time.Minute, 5*time.Minute, 15*time.Minute, time.Hour)
	d.nodes = d.atMost(d.bounds.Nodes, one(d, 1, 1, 2, 2, 2, 3, 4, 8))
	d.customers = d.atMost(d.bounds.Customers, one(d, 1, 1, 1, 1, 2, 4, 8))
	users := d.atMost(d.bounds.Users, d.customers*one(d, 1, 2, 4, 10, 20))
	s := branch("",
		leaf("about", "A scenario of the hunt."),
		leaf("length", unit.FormatDuration(d.lasts)),
		branch("fleet", leaf("nodes", strconv.Itoa(d.nodes)),
			leaf("customers", strconv.Itoa(d.customers)), leaf("users", strconv.Itoa(users))),
		branch("carrier"),
		d.workload(),
		branch("network", branch("api", leaf("leg", d.leg())), branch("token", leaf("leg", d.leg()))),
		branch("users"), list("faults"),
		list("strategies", leaf("", "recommended")),
	)
	if life := d.life; life > 0 && life < time.Hour {
		s.at("carrier").set("token_life", unit.FormatDuration(life))
	} else {
		d.life = time.Hour
	}
	if d.sometimes(3) && !d.fair && d.bounds.allow(byRefresh) {
		d.refresh(s)
	}
	if d.sometimes(2) {
		d.reading(s)
	}
	for _, f := range d.chosen() {
		f.draw(d, s)
	}
	s.prune()
	return s
}

// byRefresh is the feature of carriers whose renewals show a refresh token. There are as many
// strategies for these as for others, so one scenario in three has it whatever else is chosen.
const byRefresh = "carrier.refresh"

// limits are the features of carriers that limit others than FedEx does. Half of the scenarios have
// none of them, the others one at most: most of what may go wrong is under FedEx's limits.
var limits = []string{"carrier.profile", "carrier.throttles", "carrier.bans"}

// chosen is the subset: each of them as likely, how likely is drawn.
func (d *drawer) chosen() (all []feature) {
	of := one(d, 3, 5, 8, 16)
	limit := one(d, slices.Concat(limits, []string{"", "", ""})...)
	for _, f := range features {
		limited := slices.Contains(limits, f.name) && f.name != limit
		if f.name != byRefresh && !limited && (!d.fair || f.fair) && d.bounds.allow(f.name) &&
			d.sometimes(of) {
			all = append(all, f)
		}
	}
	return all
}

func (d *drawer) atMost(bound *int, n int) int {
	if bound != nil {
		return min(*bound, n)
	}
	return n
}

func (d *drawer) within(length time.Duration) time.Duration {
	if most := time.Duration(d.bounds.Length); most > 0 {
		return min(most, length)
	}
	return length
}

func (d *drawer) leg() string { return one(d, "50ms", "50ms", "50ms", "20ms", "200ms", "1s") }
