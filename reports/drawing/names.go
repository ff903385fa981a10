package drawing

import (
	"cmp"
	"math"
	"slices"

	"gonum.org/v1/plot/vg"
)

// A box is room that is taken.
type box struct{ x0, y0, x1, y1 vg.Length }

func (b box) meets(o box) bool { return b.x0 < o.x1 && o.x0 < b.x1 && b.y0 < o.y1 && o.y0 < b.y1 }

// from is how far one is from another.
func (b box) from(o box) float64 {
	return math.Hypot(float64(max(b.x0-o.x1, o.x0-b.x1, 0)), float64(max(b.y0-o.y1, o.y0-b.y1, 0)))
}

// A spot is where a name may stand, as seen from its point: so much of it lies left of x.
type spot struct {
	x, y  vg.Length
	share float64
	far   bool // others may be nearer
}

// spots are those of a name, the best first. Names of points that lie on each other make a list.
func spots(beside vg.Length) []spot {
	all := []spot{{x: beside}, {x: -beside, share: 1}, {y: -10, share: .5}, {y: 10, share: .5},
		{x: 6, y: -9}, {x: 6, y: 9}, {x: -6, y: -9, share: 1}, {x: -6, y: 9, share: 1}}
	for y := vg.Length(10); y <= 200; y++ {
		all = append(all, spot{x: 6, y: -y, far: true}, spot{x: 6, y: y, far: true},
			spot{x: -6, y: -y, share: 1, far: true}, spot{x: -6, y: y, share: 1, far: true})
	}
	return all
}

// A named point has a name, and it stands in room, which is zero until it is written.
type named struct {
	*Mark
	x, y vg.Length
	room box
}

// names writes the texts beside the points of a plane, those that matter most first, where they
// keep off one another, off the points and off their intervals.
func (f *field) names() {
	if f.Y == nil {
		return
	}
	taken := f.taken()
	var all []named
	for i := range f.Marks {
		if m := &f.Marks[i]; m.isNamed() {
			all = append(all, named{Mark: m, x: f.x(m.X), y: f.y(m)})
		}
	}
	slices.SortStableFunc(all, func(a, b named) int { return cmp.Compare(a.Rank, b.Rank) })
	for i := range all {
		n := &all[i]
		s := face(smallSize, n.Rank <= 1, ink)
		words := clip(n.Text, s, (f.x1-f.x0)/2)
		width := s.Width(words)
		if f.pen.anchors {
			width = widest(s, words)
		}
		beside := vg.Length(7)
		if n.Rank == 1 {
			beside = 10 // beyond its ring
		}
		for _, at := range spots(beside) {
			x, y := n.x+at.x, n.y+at.y
			left := x - vg.Length(at.share)*width
			b := box{left, y - 5, left + width, y + 5}
			free := b.x0 >= f.x0 && b.x1 <= f.x1 && b.y0 >= f.y0 && b.y1 <= f.y1 &&
				!slices.ContainsFunc(taken, b.meets) && !(at.far && n.astray(b, all))
			if !free {
				continue
			}
			switch at.share {
			case 0:
				f.pen.write(x, y, s, words)
			case 1:
				f.pen.writeLeft(x, y, s, words)
			default:
				f.pen.writeMiddle(x, y, s, words)
			}
			taken, n.room = append(taken, b), b
			break
		}
	}
}

// isNamed reports whether a mark is a point that has a name.
func (m *Mark) isNamed() bool {
	return m.Text != "" && !slices.Contains([]Shape{Level, Trouble, Load, Text}, m.Shape)
}

// taken is where no name may stand: on points, levels and intervals.
func (f *field) taken() []box {
	var all []box
	for i := range f.Marks {
		m := &f.Marks[i]
		switch {
		case m.Shape == Level:
			all = append(all, box{f.x0, f.up(m.Y) - 1, f.x1, f.up(m.Y) + 1})
		case m.Shape == Rule:
			all = append(all, box{f.x(m.X), f.y(m) - 1, f.x(m.To), f.y(m) + 1})
		case m.Shape == Curve && len(m.Points) == 4 && m.Points[0] == m.Points[2]:
			x, y0, y1 := f.x(m.Points[0]), f.up(m.Points[1]), f.up(m.Points[3])
			all = append(all, box{x - 1, min(y0, y1), x + 1, max(y0, y1)})
		case m.isNamed():
			x, y := f.x(m.X), f.y(m)
			all = append(all, box{x - 4, y - 4, x + 4, y + 4})
		}
	}
	return all
}

// astray reports whether a name in b is nearer to another point than to its own, or to those that
// lie on it, and the names of these.
func (n *named) astray(b box, all []named) bool {
	own, others := math.Inf(1), math.Inf(1)
	for i := range all {
		o := &all[i]
		far := b.from(box{o.x, o.y, o.x, o.y})
		if math.Hypot(float64(o.x-n.x), float64(o.y-n.y)) > 8 {
			others = min(others, far)
			continue
		}
		if own = min(own, far); o.room != (box{}) {
			own = min(own, b.from(o.room))
		}
	}
	return others < own
}
