package drawing

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"image/color"
	"image/png"
	"io"

	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"
	"gonum.org/v1/plot/vg/vgsvg"
)

// Size is the size of the drawing on paper, in points.
func (d *Drawing) Size() (width, height float64) { return float64(d.width()), float64(d.height()) }

// WriteSVG writes d as SVG. Browsers without Liberation Sans take Arial, which is as wide.
func (d *Drawing) WriteSVG(w io.Writer) error {
	c := vgsvg.NewWith(vgsvg.UseWH(d.width(), d.height()))
	p := d.pen(c)
	p.anchors = d.anyFont()
	p.box(0, 0, d.width(), p.height, paper)
	d.put(p)
	var b bytes.Buffer
	if _, err := c.WriteTo(&b); err != nil {
		return err
	}
	text := bytes.ReplaceAll(b.Bytes(), []byte("font-family:Liberation Sans;"),
		[]byte("font-family:Liberation Sans,Arial,Helvetica,sans-serif;"))
	text = bytes.Replace(text, []byte(">\n<g "), d.words(), 1)
	_, err := w.Write(d.enlarged(anchors(text)))
	return err
}

// words are the role, the title and the description, which a screen reader reads out.
func (d *Drawing) words() []byte {
	var title, description bytes.Buffer
	_ = xml.EscapeText(&title, []byte(d.Title)) // a Buffer takes all
	_ = xml.EscapeText(&description, []byte(d.Subtitle))
	return fmt.Appendf(nil, " role=\"img\">\n<title>%s</title>\n<desc>%s</desc>\n<g ",
		title.Bytes(), description.Bytes())
}

// WritePNG writes d as PNG, 150 pixels to the inch.
func (d *Drawing) WritePNG(w io.Writer) error {
	c := vgimg.NewWith(vgimg.UseWH(d.width(), d.height()), vgimg.UseDPI(dpi),
		vgimg.UseBackgroundColor(paper))
	d.put(d.pen(c))
	// Charts are drawn by the hundred: fast to write beats small to keep.
	e := png.Encoder{CompressionLevel: png.BestSpeed}
	return e.Encode(w, c.Image())
}

// A pen draws in points with the origin at the top left and y pointing down, as text is laid out.
type pen struct {
	canvas  draw.Canvas
	height  vg.Length
	anchors bool // words are put where they end by an anchor, not by how wide they were measured
}

func (p pen) at(x, y vg.Length) vg.Point { return vg.Point{X: x, Y: p.height - y} }

// box fills the rectangle from (x0, y0) to (x1, y1).
func (p pen) box(x0, y0, x1, y1 vg.Length, c color.Color) {
	p.canvas.FillPolygon(c, []vg.Point{p.at(x0, y0), p.at(x1, y0), p.at(x1, y1), p.at(x0, y1)})
}

// turned are the points as the canvas has them, its origin at the bottom left.
func (p pen) turned(points []vg.Point) []vg.Point {
	turned := make([]vg.Point, len(points))
	for i, point := range points {
		turned[i] = p.at(point.X, point.Y)
	}
	return turned
}

// area fills the polygon.
func (p pen) area(points []vg.Point, c color.Color) {
	p.canvas.FillPolygon(c, p.turned(points))
}

// line draws a polyline.
func (p pen) line(points []vg.Point, width vg.Length, c color.Color, dashes ...vg.Length) {
	p.canvas.StrokeLines(draw.LineStyle{Color: c, Width: width, Dashes: dashes}, p.turned(points))
}

// rule draws a straight line.
func (p pen) rule(x0, y0, x1, y1, width vg.Length, c color.Color, dashes ...vg.Length) {
	p.line([]vg.Point{{X: x0, Y: y0}, {X: x1, Y: y1}}, width, c, dashes...)
}

// dot draws a filled circle with a rim of paper, so that dots that touch stay apart.
func (p pen) dot(x, y, radius vg.Length, c color.Color) {
	p.disc(x, y, radius+0.7, paper)
	p.disc(x, y, radius, c)
}

func (p pen) disc(x, y, radius vg.Length, c color.Color) {
	p.canvas.DrawGlyphNoClip(
		draw.GlyphStyle{Color: c, Radius: radius, Shape: draw.CircleGlyph{}}, p.at(x, y))
}

// ring draws a hollow circle.
func (p pen) ring(x, y, radius vg.Length, c color.Color) {
	p.disc(x, y, radius+0.6, c)
	p.disc(x, y, radius-0.6, paper)
}

// write puts text to the right of x, its middle at y: the middle of its small letters, which is a
// little above that of the line.
func (p pen) write(x, y vg.Length, style draw.TextStyle, words string) {
	p.canvas.FillText(style, p.at(x, y-0.12*style.Font.Size), words)
}

// writeLeft puts text to the left of x, its middle at y.
func (p pen) writeLeft(x, y vg.Length, style draw.TextStyle, words string) {
	if p.anchors && words != "" {
		words = anchorEnd + words
	} else {
		style.XAlign = text.XRight
	}
	p.write(x, y, style, words)
}

// writeMiddle puts text on both sides of x.
func (p pen) writeMiddle(x, y vg.Length, style draw.TextStyle, words string) {
	if p.anchors {
		words = anchorMiddle + words
	} else {
		x -= style.Width(words) / 2
	}
	p.write(x, y, style, words)
}
