package drive

import (
	"fmt"
	"math/rand/v2"
	"sync"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/scenarios"
)

// A way draws what happens to the requests from one node to one endpoint. It outlives the node: a
// restarted node continues the same streams, as in a simulation.
type way struct {
	mu           sync.Mutex // guards what follows: a request draws all it needs at once
	legs, losses *rand.Rand
}

// wayOf returns the way of node n. The caller holds the nodes' mu.
func (f *fleet) wayOf(n int, e fakecarrier.Endpoint) *way {
	p := &f.nodes
	for len(p.ways) <= n {
		var both [2]*way
		for e, name := range endpointNames {
			both[e] = &way{
				legs:   f.stream(fmt.Sprintf("leg/%s/node/%d", name, len(p.ways))),
				losses: f.stream(fmt.Sprintf("loss/%s/node/%d", name, len(p.ways))),
			}
		}
		p.ways = append(p.ways, both)
	}
	return p.ways[n][e]
}

// draw draws what happens to p on its way.
func (w *way) draw(path scenarios.Path, also []*hindrance, p *passage) {
	w.mu.Lock()
	defer w.mu.Unlock()
	p.there, p.back = path.Leg.Draw(w.legs), path.Leg.Draw(w.legs)
	p.lost, p.mute = w.loses(float64(path.LoseThere)), w.loses(float64(path.LoseBack))
	for _, h := range also {
		p.there += h.adds.Draw(w.legs)
		p.back += h.adds.Draw(w.legs)
		p.lost = w.loses(h.loseThere) || p.lost
		p.mute = w.loses(h.loseBack) || p.mute
	}
}

// loses decides whether a leg loses its message; without losses nothing is drawn.
func (w *way) loses(share float64) bool { return share > 0 && w.losses.Float64() < share }
