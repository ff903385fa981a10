package drawing

import (
	"cmp"
	"slices"

	"gonum.org/v1/plot/vg"
)

// mark draws one mark.
func (f *field) mark(m *Mark) {
	c := m.Colour.on(m.Tint)
	size := vg.Length(m.Size)
	switch m.Shape {
	case Bar:
		f.bar(m)
	case Box:
		f.cell(m)
	case Rule:
		y := f.y(m)
		f.pen.rule(f.x(m.X), y, f.x(m.To), y, cmp.Or(size, 0.8), c)
	case Level:
		y := f.up(m.Y)
		f.pen.rule(f.x0, y, f.x1, y, 0.9, c)
	case Span:
		f.pen.rule(f.x(m.X), f.y0, f.x(m.X), f.y1, 0.8, m.Colour.on(0))
	case Trouble:
		f.pen.trouble(f.x(m.X), f.x(m.To), f.y0, f.y1, c)
		f.pen.write(f.x(m.X)+2, f.y0+8, face(smallSize, true, c), m.Text)
	case Load:
		f.load(m)
	case Steps:
		f.steps(m)
	case Path:
		f.path(m)
	case Curve:
		f.curve(m)
	case Band:
		f.band(m)
	case Rug:
		for _, span := range m.Values.spans() {
			x0, x1 := f.x(float64(span[0])*m.Step), f.x(float64(span[1])*m.Step)
			if x1 > f.x0 && x0 < f.x1 {
				f.pen.box(x0, f.y1+0.5, max(x1, x0+0.8), f.y1+3.5, c)
			}
		}
	case Hill:
		f.hill(m)
	case Text:
		f.text(m)
	default:
		f.pen.shape(f.x(m.X), f.y(m), m.Shape, cmp.Or(size, 3), c)
	}
}

func (f *field) bar(m *Mark) {
	y, half := f.y(m), vg.Length(cmp.Or(m.Size, 10))/2
	from, to := f.x(m.X), f.x(m.To)
	f.pen.box(from, y-half, max(to, from+1), y+half, m.Colour.on(m.Tint))
	if m.Text != "" {
		f.pen.write(max(to, from)+5, y, style(m, ink), m.Text)
	}
}

// load stands in the strip above the panel, with a thin line where it begins and ends.
func (f *field) load(m *Mark) {
	foot, size, c := f.y0+vg.Length(m.Down)-2, vg.Length(m.Size), m.Colour.on(0)
	f.pen.writeLeft(f.x0-3, foot-size/2, face(smallSize, true, c), m.Text)
	if m.To < f.X.Min || m.X > f.X.Max {
		return
	}
	x0, x1 := f.x(m.X), max(f.x(m.To), f.x(m.X)+1.5)
	outline := []vg.Point{{X: x0, Y: foot}}
	for at := range slices.Chunk(m.Points, 2) {
		outline = append(outline, vg.Point{X: f.x(at[0]), Y: foot - vg.Length(at[1])*size})
	}
	if len(m.Points) == 0 {
		outline = append(outline, vg.Point{X: x0, Y: foot - size}, vg.Point{X: x1, Y: foot - size})
	}
	f.pen.area(append(outline, vg.Point{X: x1, Y: foot}), m.Colour.on(loadTint))
	f.pen.rule(f.x0, foot, f.x1, foot, 0.4, m.Colour.on(loadTint))
	if m.X > f.X.Min {
		f.pen.rule(x0, foot, x0, f.y1, 0.5, m.Colour.on(loadTint), 1, 2)
	}
	if m.To < f.X.Max && x1 > x0+1.5 {
		f.pen.rule(x1, foot, x1, f.y1, 0.5, m.Colour.on(loadTint), 1, 2)
	}
}

// loadTint is how much of its colour a load has.
const loadTint = 0.6

// cell is a box of a row with its text in the middle, where it has room.
func (f *field) cell(m *Mark) {
	y, x0, x1 := f.y(m), f.x(m.X)+.5, f.x(m.To)-.5
	f.pen.box(x0, y-f.row/2+.5, x1, y+f.row/2-.5, stripe)
	f.pen.box(x0, y-f.row/2+.5, x1, y+f.row/2-.5, m.Colour.on(m.Tint))
	small := face(smallSize, false, ink)
	if width := small.Width(m.Text); width < x1-x0-1 {
		f.pen.write((x0+x1-width)/2, y, small, m.Text)
	}
}

// text stands right of X, or at the right end of a column.
func (f *field) text(m *Mark) {
	if f.X == nil {
		f.pen.writeLeft(f.x1, f.y(m), style(m, m.Colour.on(0)), m.Text)
		return
	}
	f.pen.write(f.x(m.X)+5, f.y(m), style(m, m.Colour.on(0)), m.Text)
}

// steps draws the counts of equal steps, of those that lie on the axis.
func (f *field) steps(m *Mark) {
	var points []vg.Point
	last := -1 // count
	for i, n := range m.Values {
		begin := m.X + float64(i)*m.Step
		if n != last && begin+m.Step > f.X.Min && begin < f.X.Max {
			points = append(points, vg.Point{X: f.x(begin), Y: f.up(float64(n) * m.Scale)})
			last = n
		}
	}
	if points = stairs(points); len(points) > 0 {
		points = append(points, vg.Point{X: f.x1, Y: points[len(points)-1].Y})
		f.pen.line(points, vg.Length(m.Size), m.Colour.on(m.Tint))
	}
}

// path goes through the points.
func (f *field) path(m *Mark) {
	var points []vg.Point
	for at := range slices.Chunk(m.Points, 2) {
		points = append(points, vg.Point{X: f.x(at[0]), Y: f.up(at[1])})
	}
	if len(points) > 1 {
		f.pen.line(stairs(points), vg.Length(cmp.Or(m.Size, 1.2)), m.Colour.on(m.Tint))
	}
}

// curve goes straight from point to point.
func (f *field) curve(m *Mark) {
	var points []vg.Point
	for at := range slices.Chunk(m.Points, 2) {
		points = append(points, vg.Point{X: f.x(at[0]), Y: f.up(at[1])})
	}
	if len(points) > 1 {
		f.pen.line(points, vg.Length(cmp.Or(m.Size, 1.2)), m.Colour.on(m.Tint))
	}
}

// band fills what lies between two curves.
func (f *field) band(m *Mark) {
	var low, high []vg.Point
	for at := range slices.Chunk(m.Points, 3) {
		low = append(low, vg.Point{X: f.x(at[0]), Y: f.up(at[1])})
		high = append(high, vg.Point{X: f.x(at[0]), Y: f.up(at[2])})
	}
	if len(low) == 1 { // nothing beside it was run, or has the figure
		low = []vg.Point{{X: low[0].X - 1.5, Y: low[0].Y}, {X: low[0].X + 1.5, Y: low[0].Y}}
		high = []vg.Point{{X: high[0].X - 1.5, Y: high[0].Y}, {X: high[0].X + 1.5, Y: high[0].Y}}
	}
	if slices.Reverse(high); len(low) > 0 {
		f.pen.area(append(low, high...), m.Colour.on(m.Tint))
	}
}

// stairs leads from point to point across before up.
func stairs(points []vg.Point) []vg.Point {
	var corners []vg.Point
	for i, p := range points {
		if i > 0 {
			corners = append(corners, vg.Point{X: p.X, Y: points[i-1].Y})
		}
		corners = append(corners, p)
	}
	return corners
}

// hill fills steps that stand on the middle of the row, or hang from it.
func (f *field) hill(m *Mark) {
	base := f.y(m)
	var outline []vg.Point
	put := func() {
		if len(outline) > 0 {
			last := outline[len(outline)-1]
			f.pen.area(append(outline, vg.Point{X: last.X, Y: base}), m.Colour.on(m.Tint))
		}
		outline = nil
	}
	for i := 0; i < len(m.Points); i += 3 {
		x0, x1 := f.x(m.Points[i]), f.x(m.Points[i+1])
		y := base - vg.Length(m.Points[i+2])*(f.row/2-2)
		if i == 0 || m.Points[i] > m.Points[i-2] {
			put()
			outline = []vg.Point{{X: x0, Y: base}}
		}
		outline = append(outline, vg.Point{X: x0, Y: y}, vg.Point{X: x1, Y: y})
	}
	put()
}
