package reports

import (
	"slices"
	"strings"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// A Chart is a way to look at a chapter.
type Chart struct {
	Name  string // as files are named after it
	About string // what it shows, for the text beside it
	rank  int    // place among the charts

	// Draw returns the zero Picture where the chapter has nothing that the chart could show.
	Draw func(*Chapter) Picture
}

var charts []Chart

// register adds a chart; a second one of the same name is a mistake in this package.
func register(c Chart) {
	for _, other := range charts {
		if other.Name == c.Name {
			panic("reports: two charts named " + c.Name)
		}
	}
	charts = append(charts, c)
}

// Charts returns all charts in the order in which they are to be read.
func Charts() []Chart {
	return slices.SortedFunc(slices.Values(charts), func(a, b Chart) int {
		if a.rank != b.rank {
			return a.rank - b.rank
		}
		return strings.Compare(a.Name, b.Name)
	})
}

// A frame is what surrounds the data of a chart: what it is about above, how to read it below.
type frame struct {
	title    string
	about    string // the scenario's own words
	subtitle string
	key      []keyEntry
	notes    []string
}

// A keyEntry explains one mark.
type keyEntry struct {
	draw  func(p pen, x, y vg.Length) // within ten points to the right of x
	label string
}

// top is the height of what stands above the data: title, subtitle, key.
func (f *frame) top() vg.Length {
	h := margin + 18 + 15 + 13
	if len(f.key) > 0 {
		h += 18
	}
	return h + 6
}

// bottom is the height of what stands below the data and its axis labels.
func (f *frame) bottom(width vg.Length) vg.Length {
	return vg.Length(len(f.wrapped(width)))*11 + margin
}

func (f *frame) wrapped(width vg.Length) []string {
	var lines []string
	small := face(smallSize, false, grey)
	for _, note := range f.notes {
		lines = append(lines, wrap(note, small, width-2*margin)...)
	}
	return lines
}

// put draws the frame on a picture of this size.
func (f *frame) put(p pen, width, height vg.Length) {
	y := margin + 6
	p.write(margin, y, face(titleSize, true, ink), f.title)
	y += 18
	p.write(margin, y, face(textSize, false, grey), f.subtitle)
	y += 13
	quiet := face(textSize, false, grey)
	p.write(margin, y, quiet, clip(strings.Join(strings.Fields(f.about), " "), quiet,
		width-2*margin))
	if len(f.key) > 0 {
		y += 20
		x := margin
		style := face(textSize, false, ink)
		for _, k := range f.key {
			k.draw(p, x, y)
			p.write(x+15, y, style, k.label)
			x += 15 + style.Width(k.label) + 18
		}
	}
	lines := f.wrapped(width)
	small := face(smallSize, false, grey)
	for i, line := range lines {
		p.write(margin, height-margin-vg.Length(len(lines)-1-i)*11, small, line)
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

// Marks of the key.

func boxKey(label string, fill func(p pen, x0, y0, x1, y1 vg.Length)) keyEntry {
	return keyEntry{func(p pen, x, y vg.Length) { fill(p, x, y-4, x+10, y+4) }, label}
}
