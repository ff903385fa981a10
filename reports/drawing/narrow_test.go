package drawing

import (
	"bytes"
	"regexp"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
	"gonum.org/v1/plot/vg"
)

// Words of a narrow picture are 11 px high on a telephone of 390 px, of which a page leaves 358.
// None leaves the picture in a font that is a fifth wider.
func TestNarrow(t *testing.T) {
	wide := Drawing{
		Title: "A title that is longer than a narrow page is wide", Subtitle: "of what it is",
		Across: 3, Height: 70, Notes: []string{"A note that goes on for longer than one line."},
		Key: []Entry{{Shape: Line, Colour: Good, Label: "hits in 120 s, of 120"},
			{Shape: Line, Colour: Ink, Label: "threshold"}},
	}
	for range 3 {
		wide.Panels = append(wide.Panels, Panel{
			Name: "a-strategy-whose-name-has-no-end", State: "2 bans, 19.9 min, to the end",
			Words: "fullest 5 s 432/15, 120 s 8,866/120, and so on, and so forth",
			X:     Linear(10, true), Y: Filled(1000),
		})
	}
	var b bytes.Buffer
	require.NoError(t, wide.Narrow().WriteSVG(&b))
	require.Equal(t, 3, wide.Across)
	all := wordsOf(t, b.Bytes(), wide.Narrow())
	require.Len(t, all, bytes.Count(b.Bytes(), []byte("<text")))
	require.NotContains(t, b.String(), anchorEnd)
	require.NotContains(t, b.String(), anchorMiddle)
}

// A written is words of an SVG, and the room that they take in a font that is a fifth wider.
type written struct {
	words string
	box
}

var inSVG = regexp.MustCompile(`<text x="([\d.]+)" y="-([\d.]+)"[^>]*?style="([^"]*)` +
	`font-weight:(\w+);[^"]*font-size:([\d.]+)px[^"]*">([^<]*)<`)

// wordsOf are those of a narrow drawing's SVG: large enough for a telephone, and within it.
func wordsOf(t *testing.T, svg []byte, d *Drawing) []written {
	t.Helper()
	number := func(text []byte) vg.Length {
		v, err := strconv.ParseFloat(string(text), 64)
		require.NoError(t, err)
		return vg.Length(v)
	}
	var all []written
	for _, m := range inSVG.FindAllSubmatch(svg, -1) {
		size := number(m[5])
		require.GreaterOrEqual(t, float64(size*358/d.width()), 11.0)
		at, foot := number(m[1]), d.height()-number(m[2])
		width := widest(face(size, string(m[4]) == "bold", ink), string(m[6]))
		switch {
		case bytes.Contains(m[3], []byte("text-anchor:end")):
			at -= width
		case bytes.Contains(m[3], []byte("text-anchor:middle")):
			at -= width / 2
		}
		require.GreaterOrEqual(t, at, vg.Length(0), "%s", m[6])
		require.LessOrEqual(t, at+width, d.width(), "%s", m[6])
		all = append(all, written{string(m[6]), box{at, foot - size*4/5, at + width, foot + size/5}})
	}
	return all
}
