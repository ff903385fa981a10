package reports

import (
	"image/color"

	"gonum.org/v1/plot/vg"
)

// leastTall is the least height of what is there, as a part of the full one (assumed).
const leastTall = 0.08

// steps fills a step histogram standing on base, or hanging from it where full is negative. A share
// of most is as high as full; what is there but too low to be seen is still drawn, a hair high.
func steps(p pen, x *axis, base, full vg.Length, shares []float64, most float64, c color.Color) {
	width := (x.x1 - x.x0) / vg.Length(len(shares))
	var outline []vg.Point
	for i := range len(shares) + 1 {
		var h vg.Length
		if i < len(shares) && shares[i] > 0 {
			h = full * vg.Length(max(shares[i]/most, leastTall))
		}
		left := x.x0 + vg.Length(i)*width
		switch {
		case h != 0 && outline == nil:
			outline = []vg.Point{{X: left, Y: base}}
		case h == 0 && outline != nil:
			p.area(append(outline, vg.Point{X: left, Y: base}), c)
			outline = nil
		}
		if h != 0 {
			outline = append(outline, vg.Point{X: left, Y: base - h},
				vg.Point{X: left + width, Y: base - h})
		}
	}
}
