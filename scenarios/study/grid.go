package study

import "iter"

// A grid numbers the cells of a plan, or of its shard, in their order.
type grid struct {
	shard       Shard
	first       uint64 // seed
	contestants []Contestant
	number      map[Contestant]int
	readings    int
	strategies  int
}

func (h *Header) grid() grid {
	g := grid{
		shard: h.Shard, first: h.Plan.First, contestants: h.Plan.Contestants(),
		number: map[Contestant]int{}, readings: len(h.Plan.Readings),
		strategies: len(h.Plan.Strategies),
	}
	if g.shard.whole() {
		g.shard = Shard{1, 1}
	}
	for i, c := range g.contestants {
		g.number[c] = i
	}
	return g
}

// count is how many cells so many seeds have.
func (g *grid) count(seeds int) int {
	return (seeds*len(g.contestants) - g.shard.Number + g.shard.Of) / g.shard.Of
}

// cell is the i-th.
func (g *grid) cell(i int) Cell {
	at := g.shard.Number - 1 + i*g.shard.Of
	return Cell{g.first + uint64(at/len(g.contestants)), g.contestants[at%len(g.contestants)]}
}

// index is the number of the cell of contestant k under the n-th seed, from 0; of another shard -1.
func (g *grid) index(n, k int) int {
	at := n*len(g.contestants) + k - (g.shard.Number - 1)
	if at < 0 || at%g.shard.Of != 0 {
		return -1
	}
	return at / g.shard.Of
}

// find is the number of a cell; -1: it is none of the grid, whose last seed it does not know.
func (g *grid) find(c Cell) int {
	k, known := g.number[c.Contestant]
	if !known || c.Seed < g.first || c.Seed-g.first >= mostCells {
		return -1
	}
	return g.index(int(c.Seed-g.first), k)
}

// beside yields the numbers of the cells that differ from the i-th by their reading alone, and its
// own, in their order.
func (g *grid) beside(i int) iter.Seq[int] {
	at := g.shard.Number - 1 + i*g.shard.Of
	n, k := at/len(g.contestants), at%len(g.contestants)
	scenario, strategy := k/(g.readings*g.strategies), k%g.strategies
	return func(yield func(int) bool) {
		for r := range g.readings {
			same := g.index(n, (scenario*g.readings+r)*g.strategies+strategy)
			if same >= 0 && !yield(same) {
				return
			}
		}
	}
}

// Len is how many cells the plan has, or the shard.
func (h *Header) Len() int {
	g := h.grid()
	return g.count(h.Plan.Seeds)
}

// Cells yields the cells of the plan, or of the shard, in order.
func (h *Header) Cells() iter.Seq[Cell] {
	return func(yield func(Cell) bool) {
		g := h.grid()
		for i := range g.count(h.Plan.Seeds) {
			if !yield(g.cell(i)) {
				return
			}
		}
	}
}
