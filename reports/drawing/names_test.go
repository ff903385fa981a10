package drawing

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"gonum.org/v1/plot/vg"
)

// Points that lie on each other have their names in a list. None of them meets another, a point or
// an interval, in a font that is a fifth wider; a name without end is cut.
func TestNames(t *testing.T) {
	const on = 8 // each other
	plane := Drawing{
		Title: "A plane", Across: 1, Height: 300,
		Panels: []Panel{{X: Linear(10, true), Y: &Axis{Min: -20, Max: 110}}},
	}
	panel := &plane.Panels[0]
	for i := range on {
		panel.Add(Mark{Shape: Curve, Points: []float64{1, 100, 1, 80}},
			Mark{Shape: Dot, X: 1, Y: 100, Text: fmt.Sprint("one-of-many-", i), Rank: 2})
	}
	panel.Add(Mark{Shape: Rule, X: 2, To: 4, Y: 0}, Mark{Shape: Curve, Points: []float64{3, 0, 3, 20}},
		Mark{Shape: Dot, X: 3, Y: 0, Text: "important", Rank: 1},
		Mark{Shape: Dot, X: 9, Y: 50, Text: "one whose" + strings.Repeat("-name", 20), Rank: 2})
	narrow := plane.Narrow()
	require.True(t, plane.Narrows())
	var b bytes.Buffer
	require.NoError(t, narrow.WriteSVG(&b))

	names := slices.DeleteFunc(wordsOf(t, b.Bytes(), narrow), func(w written) bool {
		return !strings.Contains(w.words, "o")
	})
	require.Len(t, names, on+2)
	f := field{Panel: &narrow.Panels[0], x0: margin + panelScale, x1: narrowWidth - margin}
	f.y0 = narrow.top() + panelHead
	f.y1 = f.y0 + narrowPlane
	for i, name := range names {
		for _, other := range names[:i] {
			require.False(t, name.meets(other.box), "%s, %s", name.words, other.words)
		}
		for _, taken := range f.taken() {
			require.False(t, name.meets(taken), "%s", name.words)
		}
	}
	list := names[:0]
	for _, name := range names {
		if strings.HasPrefix(name.words, "one-of") {
			list = append(list, name)
		}
	}
	slices.SortFunc(list, func(a, b written) int { return cmp.Compare(a.y0, b.y0) })
	for i, name := range list[1:] {
		require.InDelta(t, 10, float64(name.y0-list[i].y0), 1.5, "%s", name.words)
	}
	require.Contains(t, b.String(), "one whose-name-name")
	require.Contains(t, b.String(), "…")
}

// A name far from its point stands nearer to that, or to the list there, than to another point.
func TestAstray(t *testing.T) {
	all := []named{{Mark: &Mark{}, x: 10, y: 100}, {Mark: &Mark{}, x: 11, y: 100},
		{Mark: &Mark{}, x: 60, y: 100}}
	for _, c := range []struct {
		b      box
		listed vg.Length // where a name of the second ends
		want   bool
	}{
		{box{16, 80, 30, 90}, 0, false}, {box{16, 80, 58, 90}, 0, true},
		{box{16, 60, 60, 70}, 0, true}, {box{16, 60, 60, 70}, 80, false},
	} {
		if all[1].room = (box{}); c.listed > 0 {
			all[1].room = box{16, c.listed - 10, 40, c.listed}
		}
		require.Equal(t, c.want, all[0].astray(c.b, all), "%v, %v", c.b, c.listed)
	}
}
