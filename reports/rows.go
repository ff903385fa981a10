package reports

import "gonum.org/v1/plot/vg"

// Rows are the contestants under one another: the strategy axis that the panels of a chart share.
type rows struct {
	names  []string
	top    vg.Length // where the first row begins
	height vg.Length // of each row
	left   vg.Length // where the panels begin
}

// maxLabel is the widest that a strategy's name gets before it is cut.
const maxLabel vg.Length = 190

// newRows lays out a row for each contestant below top.
func newRows(contestants []Contestant, top, height vg.Length) rows {
	style := face(textSize, false, ink)
	r := rows{top: top, height: height, left: margin + 60}
	for _, c := range contestants {
		name := clip(c.Strategy, style, maxLabel)
		r.names = append(r.names, name)
		r.left = max(r.left, margin+style.Width(name)+8)
	}
	return r
}

// end is where the last row ends.
func (r *rows) end() vg.Length { return r.top + vg.Length(len(r.names))*r.height }

// middle is the height of row i's middle.
func (r *rows) middle(i int) vg.Length { return r.top + (vg.Length(i)+0.5)*r.height }

// put writes the names and stripes every other row, across the panels, to lead the eye.
func (r *rows) put(p pen, right vg.Length) {
	style := face(textSize, false, ink)
	for i, name := range r.names {
		y := r.middle(i)
		if i%2 == 1 {
			p.box(margin-4, y-r.height/2, right, y+r.height/2, stripe)
		}
		p.writeLeft(r.left-8, y, style, name)
	}
}

// heads a panel.
func (r *rows) head(p pen, x vg.Length, words string) {
	p.write(x, r.top-8, face(textSize, true, ink), words)
}
