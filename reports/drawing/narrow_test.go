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
	text := regexp.MustCompile(`<text x="([\d.]+)"[^>]*?style="([^"]*)font-weight:(\w+);` +
		`[^"]*font-size:([\d.]+)px[^"]*">([^<]*)<`)
	all := text.FindAllSubmatch(b.Bytes(), -1)
	require.Len(t, all, bytes.Count(b.Bytes(), []byte("<text")))
	number := func(text []byte) float64 {
		v, err := strconv.ParseFloat(string(text), 64)
		require.NoError(t, err)
		return v
	}
	for _, m := range all {
		size := number(m[4])
		require.GreaterOrEqual(t, size*358/float64(narrowWidth), 11.0)
		at := vg.Length(number(m[1]))
		width := widest(face(vg.Length(size), string(m[3]) == "bold", ink), string(m[5]))
		switch {
		case bytes.Contains(m[2], []byte("text-anchor:end")):
			at -= width
		case bytes.Contains(m[2], []byte("text-anchor:middle")):
			at -= width / 2
		}
		require.GreaterOrEqual(t, at, vg.Length(0), "%s", m[5])
		require.LessOrEqual(t, at+width, narrowWidth, "%s", m[5])
	}
	require.NotContains(t, b.String(), anchorEnd)
	require.NotContains(t, b.String(), anchorMiddle)
}
