package measure

import (
	"encoding/json"
	"math"
	"strconv"
	"time"
)

// Quantiles of a latency in milliseconds, to three significant digits; the maximum is exact. Which
// of them N values are enough for, Tells reports.
type Quantiles struct {
	N    int64
	P50  float64
	P90  float64
	P99  float64
	P999 float64
	Max  float64
}

// Tells reports whether N values tell this percentile from their maximum: at least one lies beyond
// it. Any value has a median.
func (q *Quantiles) Tells(percent float64) bool {
	beyond := 1000 - int64(math.Round(float64(percent*10))) // of a thousand
	return q.N > 0 && (percent <= 50 || q.N*beyond >= 1000)
}

// quantilesJSON is what JSON has of Quantiles: null for a percentile that N values are too few for.
type quantilesJSON struct {
	N    int64    `json:"n"`
	P50  *float64 `json:"p50"`
	P90  *float64 `json:"p90"`
	P99  *float64 `json:"p99"`
	P999 *float64 `json:"p999"`
	Max  *float64 `json:"max"`
}

// JSONShape is as what MarshalJSON writes.
func (q Quantiles) JSONShape() any { return quantilesJSON{} }

// MarshalJSON writes null for a percentile that N values are too few for.
func (q Quantiles) MarshalJSON() ([]byte, error) {
	known := func(percent, v float64) *float64 {
		if !q.Tells(percent) {
			return nil
		}
		return &v
	}
	return json.Marshal(quantilesJSON{
		q.N, known(50, q.P50), known(90, q.P90), known(99, q.P99), known(99.9, q.P999), known(0, q.Max),
	})
}

func quantiles(h Histogram, worst time.Duration) Quantiles {
	q := Quantiles{N: h.N(), Max: Milliseconds(worst)}
	if q.N == 0 {
		return q
	}
	at := func(percent float64) float64 {
		d, _ := h.Percentile(percent) // it is not empty
		return min(threeDigits(Milliseconds(d)), q.Max)
	}
	q.P50, q.P90, q.P99, q.P999 = at(50), at(90), at(99), at(99.9)
	return q
}

// threeDigits rounds to what the histograms are good for.
func threeDigits(v float64) float64 {
	text := strconv.FormatFloat(v, 'g', 3, 64)
	v, err := strconv.ParseFloat(text, 64)
	if err != nil {
		panic(err) // we wrote it
	}
	return v
}
