package drawing

import (
	"image/color"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// maxLabel is the widest that the name of a row gets before it is cut.
const maxLabel vg.Length = 190

// Sizes of panels that have no rows.
const (
	panelGap   vg.Length = 18
	panelHead  vg.Length = 30
	panelFoot  vg.Length = 22
	panelScale vg.Length = 38 // room for the labels of the y axis, left of the first column
)

// height is that of the whole picture.
func (d *Drawing) height() vg.Length {
	switch {
	case len(d.Panels) == 0:
		return d.top() + d.bottom()
	case len(d.Rows) > 0:
		return d.rowsEnd() + 24 + d.bottom()
	}
	lines := (len(d.Panels) + d.Across - 1) / d.Across
	return d.top() + vg.Length(lines)*d.line() + d.lastFoot() + d.bottom()
}

// pen is what d is drawn with on a canvas.
func (d *Drawing) pen(c vg.CanvasSizer) pen { return pen{canvas: draw.New(c), height: d.height()} }

// put draws all there is on the paper.
func (d *Drawing) put(p pen) {
	d.frame(p)
	if len(d.Rows) > 0 {
		d.rows(p)
	} else {
		d.multiples(p)
	}
}

// rowsBegin and rowsEnd are the heights between which the rows lie.
func (d *Drawing) rowsBegin() vg.Length { return d.top() + 22 }
func (d *Drawing) rowsEnd() vg.Length {
	return d.rowsBegin() + vg.Length(float64(len(d.Rows))*d.RowHeight)
}

// line is the height of a line of panels.
func (d *Drawing) line() vg.Length {
	foot := panelFoot
	if d.narrow {
		foot = narrowFoot
	}
	return panelHead + vg.Length(d.Strip+d.Height) + foot
}

// lastFoot is the room below the last line for the labels that all its panels share.
func (d *Drawing) lastFoot() vg.Length {
	if d.narrow {
		return panelFoot - narrowFoot
	}
	return 0
}

// A field is where a panel lies.
type field struct {
	*Panel
	pen            pen
	x0, x1, y0, y1 vg.Length
	row            vg.Length // height of each
	bare           bool      // its x axis is labelled below another panel
}

func (f *field) x(v float64) vg.Length {
	if f.X == nil {
		return f.x1
	}
	return f.x0 + vg.Length(f.X.Share(v))*(f.x1-f.x0)
}

// y is where a mark lies: in its row, or on the axis.
func (f *field) y(m *Mark) vg.Length {
	if f.Y == nil {
		return f.y0 + (vg.Length(m.Row)+.5)*f.row + vg.Length(m.Down)
	}
	return f.up(m.Y)
}

func (f *field) up(v float64) vg.Length { return f.y1 - vg.Length(f.Y.Share(v))*(f.y1-f.y0) }

// rows draws the names, stripes every other row to lead the eye, and draws the panels beside them.
func (d *Drawing) rows(p pen) {
	top, end := d.rowsBegin(), d.rowsEnd()
	style := face(textSize, false, ink)
	names := make([]string, len(d.Rows))
	left := margin + 60
	for i, name := range d.Rows {
		names[i] = clip(name, style, maxLabel)
		left = max(left, margin+style.Width(names[i])+8)
	}
	height := vg.Length(d.RowHeight)
	for i, name := range names {
		y := top + (vg.Length(i)+.5)*height
		if i%2 == 1 {
			p.box(margin-4, y-height/2, d.width()-margin+4, y+height/2, stripe)
		}
		p.writeLeft(left-8, y, style, name)
	}
	room, shared := d.width()-margin-left, 0
	for _, panel := range d.Panels {
		room -= vg.Length(panel.Width + panel.Room)
		if panel.Width == 0 {
			shared++
		}
	}
	x := left
	for i := range d.Panels {
		f := field{Panel: &d.Panels[i], pen: p, x0: x, y0: top, y1: end, row: height}
		if f.x1 = x + vg.Length(f.Width); f.Width == 0 {
			f.x1 = x + room/vg.Length(shared)
		}
		x = f.x1 + vg.Length(f.Room)
		f.draw()
	}
}

// multiples draws panels that have axes of their own, several in a line.
func (d *Drawing) multiples(p pen) {
	scale := panelScale
	if d.Across == 1 && !d.narrow {
		scale = 64
	}
	width := (d.width() - 2*margin - scale - vg.Length(d.Across-1)*panelGap) / vg.Length(d.Across)
	for i := range d.Panels {
		column, line := i%d.Across, i/d.Across
		f := field{Panel: &d.Panels[i], pen: p, x0: margin + scale + vg.Length(column)*(width+panelGap)}
		f.bare = d.narrow && i < len(d.Panels)-1
		f.y0 = d.top() + vg.Length(line)*d.line() + panelHead + vg.Length(d.Strip)
		f.x1, f.y1 = f.x0+width, f.y0+vg.Length(d.Height)
		f.head(f.y0 - vg.Length(d.Strip))
		f.levels(column == 0)
		f.draw()
	}
}

// head writes the name of a panel above y, how it ended at the right of it, and what it comes to.
func (f *field) head(y vg.Length) {
	bold, small := face(textSize, true, ink), face(smallSize, false, grey)
	width := (f.x1 - f.x0) / wider
	f.pen.write(f.x0, y-20, bold, clip(f.Name, bold, width-small.Width(f.State)-4))
	f.pen.write(f.x0, y-8, small, clip(f.Words, small, width))
	if f.Bad {
		small.Color = Bad.on(0)
	}
	f.pen.writeLeft(f.x1, y-20, small, f.State)
}

// levels draws the lines of the y axis, and its labels where they are to be seen.
func (f *field) levels(named bool) {
	small := face(smallSize, false, grey)
	for _, t := range f.Y.Ticks {
		y := f.up(t.Value)
		f.pen.rule(f.x0, y, f.x1, y, 0.5, hair)
		if named {
			f.pen.writeLeft(f.x0-4, y, small, t.Label)
		}
	}
	if named && f.Y.Label != "" {
		f.pen.write(f.x0, f.y0-8, small, f.Y.Label)
	}
}

// draw draws the grid and the marks: shades below it, the others above.
func (f *field) draw() {
	for i := range f.Marks {
		if m := &f.Marks[i]; m.Shape == Span {
			f.pen.box(f.x(m.X), f.y0, f.x(m.To), f.y1, m.Colour.on(m.Tint))
		}
	}
	if f.X != nil {
		f.pen.grid(f)
	}
	if f.Y == nil {
		f.title()
	}
	for i := range f.Marks {
		f.mark(&f.Marks[i])
	}
	f.names()
}

// title heads a panel of rows.
func (f *field) title() {
	bold := face(textSize, true, ink)
	if f.X == nil {
		f.pen.writeLeft(f.x1, f.y0-8, bold, f.Name)
		return
	}
	f.pen.write(f.x0, f.y0-8, bold, clip(f.Name, bold, f.x1-f.x0+vg.Length(f.Room)-6))
}

// grid draws the lines of the x axis, and as many of its labels under them as there is room for.
// The outermost ones stay within the axis, lest neighbouring panels' labels meet.
func (p pen) grid(f *field) {
	small := face(smallSize, false, grey)
	taken := f.x0 - margin
	for _, t := range f.X.Ticks {
		x := f.x(t.Value)
		if t.Label == "" {
			p.rule(x, f.y0, x, f.y1, 0.4, hair)
			continue
		}
		p.rule(x, f.y0, x, f.y1, 0.7, hair)
		width := small.Width(t.Label)
		if p.anchors {
			width = widest(small, t.Label)
		}
		left := min(max(x-width/2, f.x0-2), f.x1+2-width)
		if left > taken && !f.bare {
			p.writeMiddle(left+width/2, f.y1+8, small, t.Label)
			taken = left + width + 4
		}
	}
	if f.X.Label != "" && !f.bare {
		p.writeLeft(f.x1, f.y1+18, small, f.X.Label)
	}
}

// style is how a mark's text is written.
func style(m *Mark, c color.Color) draw.TextStyle {
	if m.Small {
		return face(smallSize, false, c)
	}
	return face(textSize, false, c)
}
