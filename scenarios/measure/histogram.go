package measure

import (
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"time"

	"github.com/HdrHistogram/hdrhistogram-go"
)

// A Histogram is an HdrHistogram of latencies in whole microseconds, of the geometry of a Tally's,
// kept as its bars that are not empty: a dense one has a quarter of a megabyte, and a study has
// thousands. Histograms add up exactly, in any order. The zero Histogram is empty.
//
// Its text is base64, without padding, of unsigned varints: for each bar how many empty ones
// precede it, and its count. The library's own encoding goes through zlib, whose bytes may change
// with the Go release.
type Histogram struct{ bars []bar }

type bar struct {
	index int32 // in the HdrHistogram's counts
	count int64
}

// maxLatency is the longest that a histogram holds.
const maxLatency = 100 * time.Hour

// dense returns an empty HdrHistogram of the geometry that a Tally's have.
func dense() *hdrhistogram.Histogram {
	return hdrhistogram.New(1, maxLatency.Microseconds(), 3)
}

// mostBars is how many bars that geometry has.
var mostBars = uint64(len(dense().Export().Counts))

// HistogramOf keeps what h holds.
func HistogramOf(h *hdrhistogram.Histogram) Histogram {
	var kept Histogram
	for i, n := range h.Export().Counts {
		if n > 0 {
			kept.bars = append(kept.bars, bar{int32(i), n})
		}
	}
	return kept
}

// N is how many values there are.
func (h Histogram) N() int64 {
	n := int64(0)
	for _, b := range h.bars {
		n += b.count
	}
	return n
}

// Sum adds histograms up into an HdrHistogram.
func Sum(list ...Histogram) *hdrhistogram.Histogram {
	snapshot := dense().Export()
	for _, h := range list {
		for _, b := range h.bars {
			snapshot.Counts[b.index] += b.count
		}
	}
	return hdrhistogram.Import(snapshot)
}

// Percentile is the value of the nearest rank: the one below which so many percent of the values
// lie, to three significant digits, as ValueAtPercentile of an HdrHistogram has it; false for an
// empty histogram.
func (h Histogram) Percentile(percent float64) (time.Duration, bool) {
	n := h.N()
	if n == 0 {
		return 0, false
	}
	rank := min(n, max(1, int64(float64(percent/100*float64(n))+.5)))
	for _, b := range h.bars {
		if rank -= b.count; rank <= 0 {
			return b.highest(), true
		}
	}
	panic("measure: a histogram of fewer values than it counts")
}

// highest is the largest value that falls into the bar: of an HdrHistogram of three digits the
// first 2048 bars are a microsecond wide, the next 1024 twice that, and so on.
func (b bar) highest() time.Duration {
	const half = 1024
	bucket, within := int64(b.index/half-1), int64(b.index%half+half)
	if bucket < 0 {
		bucket, within = 0, within-half
	}
	return time.Duration((within+1)<<bucket-1) * time.Microsecond
}

// MarshalText writes the text form.
func (h Histogram) MarshalText() ([]byte, error) {
	var raw []byte
	next := int32(0)
	for _, b := range h.bars {
		raw = binary.AppendUvarint(raw, uint64(b.index-next))
		raw = binary.AppendUvarint(raw, uint64(b.count))
		next = b.index + 1
	}
	return base64.RawStdEncoding.AppendEncode(nil, raw), nil
}

var errHistogram = errors.New("a histogram that is cut short or damaged")

// UnmarshalText reads the text form.
func (h *Histogram) UnmarshalText(text []byte) error {
	raw, err := base64.RawStdEncoding.Strict().DecodeString(string(text))
	if err != nil {
		return fmt.Errorf("%w: %w", errHistogram, err)
	}
	*h = Histogram{}
	next := uint64(0)
	for len(raw) > 0 {
		gap, n := binary.Uvarint(raw)
		if n <= 0 {
			return errHistogram
		}
		count, m := binary.Uvarint(raw[n:])
		if m <= 0 || gap >= mostBars-next || count == 0 || count > math.MaxInt64/mostBars {
			return errHistogram
		}
		raw = raw[n+m:]
		h.bars = append(h.bars, bar{int32(next + gap), int64(count)})
		next += gap + 1
	}
	return nil
}
