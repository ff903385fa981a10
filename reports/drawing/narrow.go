package drawing

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Narrow returns the drawing as it is read on a telephone: its panels one below another, on a page
// so narrow that the smallest text is 11 px high where the picture is 358 px wide.
func (d Drawing) Narrow() *Drawing {
	height := narrowHeight
	if d.Across == 1 {
		height = narrowPlane
	}
	d.narrow, d.Across, d.About, d.Height = true, 1, "", min(d.Height, height)
	return &d
}

// Narrows reports whether it is narrowed for a telephone: its panels stand several in a line, or
// its points have names.
func (d *Drawing) Narrows() bool {
	return d.Across > 1 || d.Across == 1 && len(d.Panels) == 1 &&
		slices.ContainsFunc(d.Panels[0].Marks, func(m Mark) bool { return m.Rank > 0 })
}

// Sizes of a narrow picture.
const (
	narrowWidth  vg.Length = 258 // points: 8 are 11.1 px on a telephone of 390 px, less margins
	narrowHeight           = 42.
	narrowPlane            = 260. // of a panel that has no others below it
	narrowScale            = 1.25 // so many times as large it is shown where there is room (assumed)
	narrowFoot   vg.Length = 6    // below a panel whose axis is labelled further down
)

// width is that of the page.
func (d *Drawing) width() vg.Length {
	if d.narrow {
		return narrowWidth
	}
	return pageWidth
}

// wider is how much wider than Liberation Sans the font of a browser may be, which has neither that
// nor Arial: DejaVu Sans and Verdana are 15 to 20 % wider.
const wider = 1.2

// widest is how much room words get.
func widest(style draw.TextStyle, words string) vg.Length { return wider * style.Width(words) }

// anyFont reports whether words have room for a wider font: where panels stand beside each other,
// or the page is narrow, they would touch.
func (d *Drawing) anyFont() bool { return d.narrow || d.Across > 1 }

// room is how much room words get that stand before others.
func (d *Drawing) room(style draw.TextStyle, words string) vg.Length {
	if d.anyFont() {
		return widest(style, words)
	}
	return style.Width(words)
}

// lineWidth is how wide a line of words may be measured.
func (d *Drawing) lineWidth() vg.Length {
	if d.anyFont() {
		return (d.width() - 2*margin) / wider
	}
	return d.width() - 2*margin
}

// An anchor stands before words in the SVG which end at their x, or have it in their middle, in
// whatever font. gonum has no word for that.
const (
	anchorEnd    = "\uE000" // of Unicode's private use: in no words of ours
	anchorMiddle = "\uE001"
)

var anchored = regexp.MustCompile(`style="([^"]*">)(` + anchorEnd + `|` + anchorMiddle + `)`)

// anchors turns anchors into SVG's.
func anchors(svg []byte) []byte {
	svg = anchored.ReplaceAll(svg, []byte(`style="text-anchor:$2;$1`))
	svg = bytes.ReplaceAll(svg, []byte(anchorEnd), []byte("end"))
	return bytes.ReplaceAll(svg, []byte(anchorMiddle), []byte("middle"))
}

// enlarged makes a narrow picture larger than the points that it is drawn in.
func (d *Drawing) enlarged(svg []byte) []byte {
	if !d.narrow {
		return svg
	}
	width, height := float64(d.width()), float64(d.height())
	return bytes.Replace(svg, fmt.Appendf(nil, `width="%gpt" height="%gpt"`, width, height),
		fmt.Appendf(nil, `width="%gpt" height="%gpt"`, narrowScale*width, narrowScale*height), 1)
}
