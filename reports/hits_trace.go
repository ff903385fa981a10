package reports

import (
	"image/color"
	"time"

	"gonum.org/v1/plot/vg"
)

// trace draws the counts of bins as steps in per cent of the limit.
func (a *panel) trace(p pen, x *axis, bin time.Duration, counts []int, limit int, width vg.Length,
	c color.Color,
) {
	if limit == 0 {
		return
	}
	var points []vg.Point
	first, end := a.view.bins(bin, len(counts))
	for i := first; i < end; i++ {
		if n := counts[i]; i > first && n == counts[i-1] {
			continue
		}
		at := vg.Point{
			X: x.at(float64(time.Duration(i) * bin)), Y: a.y(100 * float64(counts[i]) / float64(limit)),
		}
		if len(points) > 0 {
			points = append(points, vg.Point{X: at.X, Y: points[len(points)-1].Y})
		}
		points = append(points, at)
	}
	p.line(append(points, vg.Point{X: a.x0 + a.width, Y: points[len(points)-1].Y}), width, c)
}

// rug marks the bins with 401s under the panel.
func (a *panel) rug(p pen, x *axis, bin time.Duration, refused []int) {
	i, end := a.view.bins(bin, len(refused))
	for ; i < end; i++ {
		from := i
		for i < end && refused[i] > 0 {
			i++
		}
		if i > from {
			x0, x1 := x.at(float64(time.Duration(from)*bin)), x.at(float64(time.Duration(i)*bin))
			p.box(x0, a.y1+0.5, max(x1, x0+0.8), a.y1+3.5, ink)
		}
	}
}
