package main

import (
	"fmt"
	"runtime"
	"strconv"
)

// An axis is what there is more of from point to point.
type axis struct {
	name     string
	from     int
	most     int    // 0: as many as the bounds allow
	ends     string // why there are no more
	scenario func(n int) string
	study    func(n int) (seeds, cores int) // nil: a single run, on one core
	whole    bool                           // the work is the same at each point: it counts as a whole
}

// calm is a scenario in which nobody is banned (reading A4), the carrier limits no calls, and each
// customer has a token, so that work grows with what grows.
func calm(length string, fleet string) string {
	return fmt.Sprintf(`about: Users who are served, and nobody bans them.
length: %s
fleet: %s
carrier: {profile: generic, reading: A4}
start: warm
workload: [{closed: {think: exp 10s}}]
network: {api: {leg: uniform 40ms..60ms}, token: {leg: uniform 40ms..60ms}}
strategies: [recommended]
`, length, fleet)
}

var axes = []axis{
	{name: "users", from: 250, scenario: func(n int) string {
		return calm("5m", fmt.Sprintf("{nodes: 4, users: %d}", n))
	}},
	{name: "nodes of 20 users each", from: 4, scenario: func(n int) string {
		return calm("5m", fmt.Sprintf("{nodes: %d, users: %d}", n, 20*n))
	}},
	{name: "customers of 20 users each", from: 4, scenario: func(n int) string {
		return calm("5m", fmt.Sprintf("{nodes: 2, customers: %d, users: %d}", n, 20*n))
	}},
	{name: "days of 2 users", from: 1, scenario: func(n int) string {
		return calm(fmt.Sprintf("%dh", 24*n), "{nodes: 2, users: 2}")
	}},
	{name: "seeds of a minute", from: 128, scenario: minute,
		study: func(n int) (seeds, cores int) { return n, 1 }},
	{name: "cores", from: 1, most: runtime.NumCPU(), ends: "the machine has no more", scenario: minute,
		study: func(n int) (seeds, cores int) { return 4096, n }, whole: true},
}

// minute is the scenario of a small run.
func minute(int) string { return calm("1m", "{nodes: 2, users: 20}") }

// command is what the program is told.
func (a *axis) command(file string, n int) []string {
	if a.study == nil {
		return []string{"run", file, "--strategy", "recommended", "--json"}
	}
	seeds, _ := a.study(n)
	return []string{"compare", file, "--strategies", "recommended", "--seeds", strconv.Itoa(seeds)}
}

// environment says how many cores the program has.
func (a *axis) environment(n int) string {
	cores := 1
	if a.study != nil {
		_, cores = a.study(n)
	}
	return fmt.Sprintf("GOMAXPROCS=%d", cores)
}

// cost is what one of the things costs, in seconds of processor time. More cores cost what the same
// work takes more of it: time as it passes hangs on the neighbours.
func (a *axis) cost(p *point) float64 {
	if a.whole {
		return middle(p.seconds)
	}
	return middle(p.seconds) / float64(p.n)
}

// price prints the cost.
func (a *axis) price(p *point) string { return fmt.Sprintf("%.4g ms", 1000*a.cost(p)) }

// passed prints the time that passed, where the work is the same.
func (a *axis) passed(p *point) string {
	if !a.whole {
		return ""
	}
	return fmt.Sprintf("; %.3f s pass in the quickest", p.wall[0])
}
