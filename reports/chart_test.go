package reports

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"regexp"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/reports/drawing"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

func svg(t *testing.T, d drawing.Drawing) []byte {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, d.WriteSVG(&b))
	return b.Bytes()
}

// overTime are the charts that show loads, lost sessions and times of day.
var overTime = map[string]bool{"hits": true, "served": true}

func TestCharts(t *testing.T) {
	for _, chart := range Charts() {
		t.Run(chart.Name, func(t *testing.T) {
			for name, chapter := range map[string]*Chapter{
				"handmade-": handmadeChapter(), "town-": townChapter(),
			} {
				if d := chart.Draw(chapter); !d.IsZero() && (name == "handmade-" || overTime[chart.Name]) {
					golden(t, name+chart.Name+".svg", svg(t, d))
				}
			}
		})
	}
}

// A screen reader finds a picture with a title and a description, whatever stands in them.
func TestPicturesAreDescribed(t *testing.T) {
	drawn := []drawing.Drawing{swept().HeatMap("akamai"), frontiers().Capacity()}
	for _, chart := range Charts() {
		drawn = append(drawn, chart.Draw(townChapter()))
	}
	for _, d := range drawn {
		d.Title += " & <more>"
		var root struct {
			Role  string `xml:"role,attr"`
			Title string `xml:"title"`
			Desc  string `xml:"desc"`
		}
		require.NoError(t, xml.Unmarshal(svg(t, d), &root))
		require.Equal(t, "img", root.Role)
		require.Equal(t, d.Title, root.Title)
		require.Equal(t, d.Subtitle, root.Desc)
		require.NotEmpty(t, root.Desc)
	}
}

func TestPicturesAreTheSameEachTime(t *testing.T) {
	for _, chart := range Charts() {
		t.Run(chart.Name, func(t *testing.T) {
			var first, second bytes.Buffer
			for _, b := range []*bytes.Buffer{&first, &second} {
				drawn := chart.Draw(townChapter())
				require.NoError(t, drawn.WritePNG(b))
			}
			require.True(t, bytes.Equal(first.Bytes(), second.Bytes()))
			require.Equal(t, "\x89PNG", string(first.Bytes()[:4]))
		})
	}
}

var fontSize = regexp.MustCompile(`font-size:([\d.]+)px`)

// Thirty-five strategies make a taller picture, with text no smaller than 8 pt.
func TestChartsOfManyGrowTaller(t *testing.T) {
	for _, chart := range Charts() {
		t.Run(chart.Name, func(t *testing.T) {
			of := handmadeChapter
			if chart.Draw(of()).IsZero() {
				of = townChapter
			}
			few, many := of(), of()
			for i := range 34 {
				k := few.Contestants[i%len(few.Contestants)]
				k.Strategy = fmt.Sprintf("%s-again-%d", k.Strategy, i)
				many.Contestants = append(many.Contestants, k)
			}
			fewDrawn, drawn := chart.Draw(few), chart.Draw(many)
			width, height := fewDrawn.Size()
			wide, tall := drawn.Size()
			require.InDelta(t, width, wide, 0)
			if drawn.Across != 1 { // a plane has room for all
				require.Greater(t, tall, 2*height)
			}
			sizes := fontSize.FindAllSubmatch(svg(t, drawn), -1)
			require.NotEmpty(t, sizes)
			for _, m := range sizes {
				size, err := strconv.ParseFloat(string(m[1]), 64)
				require.NoError(t, err)
				require.GreaterOrEqual(t, size, 8.0)
			}
		})
	}
}

func TestChartsOfNobodyAreEmpty(t *testing.T) {
	for _, chart := range Charts() {
		require.True(t, chart.Draw(&Chapter{Scenario: &scenarios.Scenario{}}).IsZero(), chart.Name)
	}
}

// Under these counts a linear axis would hide the small ones: the charts turn to logarithms.
func TestChartsOfFarApartCounts(t *testing.T) {
	c := handmadeChapter()
	c.Contestants[0].Tally.API.Rejected = measure.Rejected{Killed: 70_000, Expired: 20}
	c.Contestants[0].Tally.Headroom.BurstPeak = 900
	for _, name := range []string{"401", "hits"} {
		for _, chart := range Charts() {
			if chart.Name == name {
				require.Contains(t, string(svg(t, chart.Draw(c))), "logarithmic", name)
				require.NotContains(t, string(svg(t, chart.Draw(handmadeChapter()))), "axis is logarithmic",
					name)
			}
		}
	}
}

func TestChartNamedTwice(t *testing.T) {
	require.PanicsWithValue(t, "reports: two charts named bans", func() {
		register(Chart{Name: "bans"})
	})
}

func TestChartsInOrder(t *testing.T) {
	var names []string
	for _, c := range Charts() {
		names = append(names, c.Name)
	}
	require.Equal(t, []string{"bans", "401", "latency", "distribution", "hits", "served", "pareto"},
		names[:7])
}
