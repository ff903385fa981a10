package cluster

import "time"

// A pace says how many runs a batch has, by what runs took so far. The zero pace is that of a study
// that begins.
type pace struct {
	slots int           // batches that workers carry out, or wait for
	cost  time.Duration // of a run, lately; 0: not known yet
}

// batchTime is what a batch is to take: so long that its messages cost next to nothing, and so
// short that little is lost with a worker (assumed).
const batchTime = time.Second

// batches is how many are on the server at a time: one more than each core of a worker has at hand.
func (p *pace) batches() int { return 2*max(1, p.slots) + 2 }

// runs is how many the next batch has while so many wait: what takes a batchTime, but no more than
// a core's share of half of them, so that all cores end at about the same time.
func (p *pace) runs(waiting int) int {
	if p.cost == 0 {
		return 1
	}
	share := waiting / (2 * max(1, p.slots))
	return max(1, min(int(batchTime/p.cost), share, mostRuns))
}

// learn takes in what so many runs took.
func (p *pace) learn(took time.Duration, runs int) {
	cost := max(1, took/time.Duration(runs))
	if p.cost == 0 {
		p.cost = cost
		return
	}
	p.cost = (3*p.cost + cost) / 4
}
