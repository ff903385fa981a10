package drawing

import (
	"image/color"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// A Colour is what a colour means; each keeps one meaning in all charts.
type Colour string

// The colours are those of Okabe and Ito (Color Universal Design, 2008), which the colour-blind can
// distinguish, beside black and greys. A screen has its own of the same names, lighter on dark.
const (
	Bad    Colour = "bad"    // bans, killed tokens, failures
	Good   Colour = "good"   // successes, the count of the short window
	Middle Colour = "middle" // expired tokens, the middle of a distribution
	Tail   Colour = "tail"   // the count of the long window, tails
	Median Colour = "median" // medians
	Fault  Colour = "fault"  // faults
	Other  Colour = "other"  // the rest
	Ink    Colour = "ink"
	Quiet  Colour = "quiet"
)

var paperColours = map[Colour]color.NRGBA{
	Bad: rgb(0xD55E00), Good: rgb(0x0072B2), Middle: rgb(0x56B4E9), Tail: rgb(0xE69F00),
	Median: rgb(0x009E73), Fault: rgb(0xCC79A7), Other: pale, Ink: ink, Quiet: grey,
}

// Several is the colour of the i-th contestant or reading: these have none of their own.
func Several(i int) Colour {
	return []Colour{Good, Tail, Median, Fault, Middle, Bad}[i%6]
}

// on is the colour on paper.
func (c Colour) on(tint float64) color.NRGBA {
	of, ok := paperColours[c]
	if !ok {
		of = ink
	}
	if tint == 0 {
		return of
	}
	return faint(of, tint)
}

var (
	ink    = rgb(0x222222)
	grey   = rgb(0x666666)
	pale   = rgb(0xBBBBBB)
	hair   = rgb(0xE4E4E4)
	stripe = rgb(0xF6F6F6)
	paper  = rgb(0xFFFFFF)
)

func rgb(hex uint32) color.NRGBA {
	return color.NRGBA{R: uint8(hex >> 16), G: uint8(hex >> 8), B: uint8(hex), A: 255}
}

// faint is c thinned with paper to this share, for what lies behind the data. It stays opaque: what
// overlaps does not add up to a meaning.
func faint(c color.NRGBA, share float64) color.NRGBA {
	mix := func(v uint8) uint8 { return uint8(255 - (255-float64(v))*share + 0.5) }
	return color.NRGBA{R: mix(c.R), G: mix(c.G), B: mix(c.B), A: 255}
}

// dpi of the PNGs. At this density 8 pt, the smallest text there is, are 17 pixels.
const dpi = 150

// Sizes of text, in points.
const (
	titleSize = 14
	textSize  = 9
	smallSize = 8
)

// Sizes of a picture, in points (72 to the inch).
const (
	pageWidth vg.Length = 11 * vg.Inch
	margin    vg.Length = 16
)

// A face is a way to write: gonum's own Liberation Sans, so that no machine's fonts matter.
func face(size vg.Length, bold bool, c color.Color) draw.TextStyle {
	f := font.Font{Typeface: "Liberation", Variant: "Sans", Size: size}
	if bold {
		f.Weight = 3 // WeightBold of golang.org/x/image/font
	}
	return draw.TextStyle{
		Color: c, Font: f, Handler: plot.DefaultTextHandler,
		XAlign: text.XLeft, YAlign: text.YCenter,
	}
}
