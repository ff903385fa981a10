package reports

import (
	"image/color"
	"math"

	"gonum.org/v1/plot/vg"
)

// steps fills a step histogram standing on base, or hanging from it where full is negative. What is
// there but below the floor is still drawn, a hair high.
func steps(p pen, x *axis, base, full vg.Length, shares []float64, c color.Color) {
	width := (x.x1 - x.x0) / vg.Length(len(shares))
	var outline []vg.Point
	for i := range len(shares) + 1 {
		var h vg.Length
		if i < len(shares) && shares[i] > 0 {
			tall := 1 - math.Log10(max(shares[i], floor))/math.Log10(floor)
			h = full * vg.Length(max(tall, 0.05))
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
