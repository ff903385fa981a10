package drawing

import (
	"image/color"
	"strings"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// top is the height of what stands above the panels: title, subtitle, key.
func (d *Drawing) top() vg.Length {
	h := margin + vg.Length(len(d.titleLines()))*18 + vg.Length(len(d.subtitleLines()))*13 + 2
	if d.About != "" {
		h += 13
	}
	if lines := d.keyLines(); len(lines) > 0 {
		h += 18 + vg.Length(len(lines)-1)*13
	}
	return h + 6
}

func (d *Drawing) titleLines() []string {
	return wrap(d.Title, face(titleSize, true, ink), d.lineWidth())
}

func (d *Drawing) subtitleLines() []string {
	return wrap(d.Subtitle, face(textSize, false, grey), d.lineWidth())
}

var keyStyle = face(textSize, false, ink)

// keyWidth is how wide an entry of the key is, with the room behind it.
func (d *Drawing) keyWidth(k Entry) vg.Length { return 15 + d.room(keyStyle, k.Label) + 18 }

// keyLines are the entries of the key, as many in a line as there is room for.
func (d *Drawing) keyLines() (lines [][]Entry) {
	left := vg.Length(0)
	for _, k := range d.Key {
		if width := d.keyWidth(k); len(lines) == 0 || width > left+18 {
			lines, left = append(lines, nil), d.width()-2*margin
		}
		lines[len(lines)-1] = append(lines[len(lines)-1], k)
		left -= d.keyWidth(k)
	}
	return lines
}

// bottom is the height of what stands below the panels and their axis labels.
func (d *Drawing) bottom() vg.Length { return vg.Length(len(d.wrapped()))*11 + margin }

func (d *Drawing) wrapped() []string {
	var lines []string
	small := face(smallSize, false, grey)
	for _, note := range d.Notes {
		lines = append(lines, wrap(note, small, d.lineWidth())...)
	}
	return lines
}

// frame draws what surrounds the panels.
func (d *Drawing) frame(p pen) {
	y := margin + 6
	quiet := face(textSize, false, grey)
	for _, line := range d.titleLines() {
		p.write(margin, y, face(titleSize, true, ink), line)
		y += 18
	}
	for i, line := range d.subtitleLines() {
		y += vg.Length(min(i, 1)) * 13
		p.write(margin, y, quiet, line)
	}
	if d.About != "" {
		y += 13
		p.write(margin, y, quiet, clip(strings.Join(strings.Fields(d.About), " "), quiet,
			d.lineWidth()))
	}
	y += 20
	for _, line := range d.keyLines() {
		x := margin
		for _, k := range line {
			p.key(x, y, k)
			p.write(x+15, y, keyStyle, k.Label)
			x += d.keyWidth(k)
		}
		y += 13
	}
	lines := d.wrapped()
	small := face(smallSize, false, grey)
	for i, line := range lines {
		p.write(margin, p.height-margin-vg.Length(len(lines)-1-i)*11, small, line)
	}
}

// key draws the shape of an entry within ten points to the right of x.
func (p pen) key(x, y vg.Length, k Entry) {
	c := k.Colour.on(k.Tint)
	switch k.Shape {
	case Line:
		p.rule(x, y, x+11, y, 1.4, c)
	case Load:
		p.area([]vg.Point{{X: x, Y: y + 3}, {X: x + 5, Y: y - 3}, {X: x + 10, Y: y - 3},
			{X: x + 10, Y: y + 3}}, k.Colour.on(loadTint))
	case Rug:
		p.box(x, y, x+10, y+4, c)
	case Span:
		p.box(x, y-4, x+10, y+4, c)
		p.rule(x, y-4, x, y+4, 0.8, k.Colour.on(0))
	case Trouble:
		p.trouble(x, x+10, y-4, y+4, c)
	case Bar, Box:
		p.box(x, y-4, x+10, y+4, c)
	default:
		p.shape(x+5, y, k.Shape, 3, c)
	}
}

// shape draws what stands at a point.
func (p pen) shape(x, y vg.Length, s Shape, size vg.Length, c color.Color) {
	switch s {
	case Ring:
		p.ring(x, y, size, c)
	case Diamond:
		p.area([]vg.Point{{X: x, Y: y - size - 1}, {X: x + size + 1, Y: y},
			{X: x, Y: y + size + 1}, {X: x - size - 1, Y: y}}, c)
	case Triangle:
		p.area([]vg.Point{{X: x, Y: y - size}, {X: x + size + 1, Y: y + size},
			{X: x - size - 1, Y: y + size}}, c)
	case Cross:
		p.rule(x-size, y-size, x+size, y+size, 1.4, c)
		p.rule(x-size, y+size, x+size, y-size, 1.4, c)
	case Stroke:
		p.box(x-1, y-size-1, x+1, y+size+1, c)
	default:
		p.dot(x, y, size, c)
	}
}

// trouble frames a span from above: what lies under it stays visible.
func (p pen) trouble(x0, x1, y0, y1 vg.Length, c color.Color) {
	p.box(x0, y0, max(x1, x0+2.5), y0+3, c)
	p.rule(x0, y0, x0, y1, 0.8, c, 2, 2)
	if x1 > x0+1.5 {
		p.rule(x1, y0, x1, y1, 0.8, c, 2, 2)
	}
}

// wrap breaks words into lines no wider than width.
func wrap(words string, style draw.TextStyle, width vg.Length) []string {
	var lines []string
	line := ""
	for word := range strings.FieldsSeq(words) {
		longer := strings.TrimPrefix(line+" "+word, " ")
		if line != "" && style.Width(longer) > width {
			lines = append(lines, line)
			longer = word
		}
		line = longer
	}
	return append(lines, line)
}

// clip shortens words to the width, with an ellipsis where something was left out.
func clip(words string, style draw.TextStyle, width vg.Length) string {
	if style.Width(words) <= width {
		return words
	}
	runes := []rune(words)
	for len(runes) > 1 && style.Width(string(runes)+"…") > width {
		runes = runes[:len(runes)-1]
	}
	return string(runes) + "…"
}
