package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"time"
)

// A size is that of the runs of a study.
type size struct {
	name, scenario string
	seeds          int
}

var sizes = []size{
	{"cheap runs", `about: Clicks of a minute.
length: 1m
fleet: {users: 3}
workload: [{closed: {think: exp 5s}}]
network: {api: {leg: exp 50ms}, token: {leg: 50ms}}
strategies: [naive, lock]
`, 10000},
	{"dear runs", `about: Clicks of a day.
length: 24h
fleet: {users: 60}
workload: [{closed: {think: exp 5s}}]
network: {api: {leg: exp 50ms}, token: {leg: 50ms}}
strategies: [naive, lock]
`, 5},
}

// weigh prints what workers make of a study of this size, beside the same cores without an engine,
// each in turn.
func (s *site) weigh(of size, times int) error {
	file := filepath.Join(s.folder, "weighed.yaml")
	if err := os.WriteFile(file, []byte(of.scenario), 0o600); err != nil {
		return err
	}
	args := []string{"weighed.yaml", "--seeds", strconv.Itoa(of.seeds)}
	for _, cores := range []int{1, 2} {
		var speeds, costs, asking []float64
		var each time.Duration
		for range times {
			alone, err := s.compare(cores, args...)
			if err != nil {
				return err
			}
			if err := s.begin(cores); err != nil {
				return err
			}
			s.spent = 0
			together, err := s.compare(1, append(args, "--on", s.url())...)
			s.stop()
			if err != nil {
				return err
			}
			speeds = append(speeds, alone.took.Seconds()/together.took.Seconds())
			asking = append(asking, float64(together.cpu.Microseconds())/float64(2*of.seeds))
			costs = append(costs, (together.cpu+s.spent).Seconds()/alone.cpu.Seconds())
			each = max(each, alone.cpu)
		}
		slices.Sort(speeds)
		slices.Sort(costs)
		slices.Sort(asking)
		what := fmt.Sprintf("of %s by %d worker processes of one core, as a share of one process with "+
			"as many cores", of.name, cores)
		fmt.Printf("throughput %s\t%.2f\t%.2f to %.2f in %d pairs; a study of %.1f s of processor time\n",
			what, speeds[len(speeds)/2], speeds[0], speeds[len(speeds)-1], times, each.Seconds())
		fmt.Printf("processor time %s\t%.2f\t%.2f to %.2f in %d pairs, server and all\n",
			what, costs[len(costs)/2], costs[0], costs[len(costs)-1], times)
		if of.seeds < 1000 {
			continue // what it starts and ends with is more than its runs
		}
		fmt.Printf("processor time of the process that asks for %s of %d workers, a run\t%.0f us\t%.0f "+
			"to %.0f us in %d studies\n", of.name, cores, asking[len(asking)/2], asking[0],
			asking[len(asking)-1], times)
	}
	return nil
}
