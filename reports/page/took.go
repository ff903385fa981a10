package page

import (
	"math"

	"github.com/HdrHistogram/hdrhistogram-go"
)

// took is what user actions took: how many ended in each bin. There are twenty bins per decade, the
// first begins at 1 ms and holds whatever took less: a strategy's own refusal.
type took struct {
	Succeeded []bin `json:"succeeded"`
	Failed    []bin `json:"failed"`
}

// bin is the number of a bin and how many actions it holds; empty ones are left out.
type bin [2]int64

// perDecade is how many bins a decade has: each is an eighth wider than the last, which is as fine
// as a chart on a page can show (assumed).
const perDecade = 20

func bins(h *hdrhistogram.Histogram) []bin {
	told := []bin{}
	for _, bar := range h.Distribution() {
		if bar.Count == 0 {
			continue
		}
		ms := math.Max(float64(bar.From)/1000, 1)
		number := int64(math.Floor(math.Log10(ms) * perDecade))
		if last := len(told) - 1; last >= 0 && told[last][0] == number {
			told[last][1] += bar.Count
		} else {
			told = append(told, bin{number, bar.Count})
		}
	}
	return told
}
