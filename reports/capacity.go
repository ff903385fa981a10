package reports

import (
	"image/color"
	"math"
	"slices"
	"strings"

	"gonum.org/v1/plot/vg"

	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

// capacityColours tell readings apart, in their order.
var capacityColours = []color.NRGBA{blue, orange, green, purple, skyBlue, vermillion}

// Capacity draws how far each strategy carries under each reading. unit names that of the edges'
// numbers; least and most are the ends of the range. It is the zero Picture where a value is no
// number.
func (f *Frontier) Capacity(unit string, least, most float64) Picture {
	var readings, names []string
	for i := range f.Edges {
		e := &f.Edges[i]
		if e.Side != study.None && math.IsNaN(e.Number) {
			return Picture{}
		}
		if !slices.Contains(readings, e.Reading) {
			readings = append(readings, e.Reading)
		}
		if !slices.Contains(names, e.Strategy) {
			names = append(names, e.Strategy)
		}
	}
	if len(names) == 0 || math.IsNaN(most) || math.IsNaN(least) {
		return Picture{}
	}
	words := frame{
		title:    "How far each strategy carries",
		subtitle: f.header(), about: "survived values of " + f.Field,
		notes: []string{strings.ReplaceAll(f.confidence(), "\n", " ") +
			" A bar with an open end reaches beyond the range."},
	}
	for i, reading := range readings {
		words.key = append(words.key, boxKey(reading, func(p pen, x0, y0, x1, y1 vg.Length) {
			p.box(x0, y0, x1, y1, capacityColour(i))
		}))
	}
	var lines []Contestant
	for _, s := range names {
		lines = append(lines, Contestant{Strategy: s})
	}
	r := newRows(lines, words.top()+22, vg.Length(len(readings))*11+8)
	x := linear(r.left, pageWidth-margin-120, most, false)
	height := r.end() + 24 + words.bottom(pageWidth)
	return Picture{pageWidth, height, func(p pen) {
		words.put(p, pageWidth, height)
		r.put(p, pageWidth-margin+4)
		p.grid(&x, r.top, r.end())
		r.head(p, x.x0, f.Field+unit)
		for i := range f.Edges {
			e := &f.Edges[i]
			k := slices.Index(readings, e.Reading)
			y := r.middle(slices.Index(names, e.Strategy)) +
				(vg.Length(k)-vg.Length(len(readings)-1)/2)*11
			capacityBar(p, &x, y, e, capacityColour(k), least, most)
		}
	}}
}

func capacityColour(reading int) color.NRGBA {
	return capacityColours[reading%len(capacityColours)]
}

func capacityBar(p pen, x *axis, y vg.Length, e *Edge, c color.NRGBA, least, most float64) {
	from, to := x.at(least), x.at(most)
	switch e.Side {
	case study.None:
		p.write(from+5, y, face(smallSize, false, grey), e.survives())
		return
	case study.Largest:
		to = x.at(e.Number)
	case study.Least:
		from = x.at(e.Number)
	case study.All:
		p.box(to, y-4, to+2, y+4, faint(c, .5))
		p.box(to+3, y-4, to+5, y+4, faint(c, .25))
	}
	p.box(from, y-4, max(to, from+1), y+4, c)
	p.write(max(to, from)+9, y, face(smallSize, false, ink), e.survives())
}
