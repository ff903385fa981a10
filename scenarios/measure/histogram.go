package measure

import (
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"iter"
	"maps"
	"math"
	"math/bits"
	"slices"
	"time"
)

// A Histogram counts latencies in bars of three significant digits: those of an HdrHistogram (Gil
// Tene) that holds 1 µs to 100 hours. Only bars that are not empty are kept: all of them are a
// quarter of a megabyte, and a study has thousands of histograms. The zero Histogram is empty.
//
// It is kept as unsigned varints: for each bar how many empty ones precede it, and its count. That
// is 2 or 3 bytes a bar where an index and a count have 16. Its text is base64 of them, without
// padding.
type Histogram struct{ packed string }

type bar struct {
	index int32
	count int64
}

// packBars makes a histogram of bars, in ascending order.
func packBars(bars iter.Seq[bar]) Histogram {
	var packed []byte
	next := int32(0)
	for b := range bars {
		packed = binary.AppendUvarint(packed, uint64(b.index-next))
		packed = binary.AppendUvarint(packed, uint64(b.count))
		next = b.index + 1
	}
	return Histogram{string(packed)}
}

// bars are those that are not empty, in ascending order.
func (h Histogram) bars() iter.Seq[bar] {
	return func(yield func(bar) bool) {
		index := int32(-1)
		for at := 0; at < len(h.packed); {
			gap, n := uvarint(h.packed[at:])
			count, m := uvarint(h.packed[at+n:])
			index, at = index+1+int32(gap), at+n+m
			if !yield(bar{index, int64(count)}) {
				return
			}
		}
	}
}

// uvarint is binary.Uvarint of a string that has one.
func uvarint(text string) (x uint64, n int) {
	for shift := 0; ; shift += 7 {
		b := text[n]
		n++
		x |= uint64(b&0x7f) << shift
		if b < 0x80 {
			return x, n
		}
	}
}

// uvarintBytes is how many bytes a number needs.
func uvarintBytes(x uint64) int { return (bits.Len64(x|1) + 6) / 7 }

// Of an HdrHistogram of three digits the first 2048 bars are a microsecond wide, the next 1024
// twice that, and so on.
const halfBars = 1024

// maxLatency is the longest that a histogram holds; what takes longer is counted there.
const maxLatency = 100 * time.Hour

// mostBars is how many bars there are.
var mostBars = uint64(barOf(maxLatency)/halfBars+1) * halfBars

// barOf is the index of the bar of a latency.
func barOf(d time.Duration) int {
	us := uint64(min(d, maxLatency).Microseconds())
	wide := bits.Len64(us / (2 * halfBars)) // bars are 2^wide µs wide
	return wide*halfBars + int(us>>wide)
}

// A Bar counts the latencies from Low to High, in whole microseconds.
type Bar struct {
	Low, High time.Duration
	Count     int64
}

func (b bar) bar() Bar {
	wide := max(0, int64(b.index)/halfBars-1)
	low := (int64(b.index) - wide*halfBars) << wide
	high := low + 1<<wide - 1
	return Bar{time.Duration(low) * time.Microsecond, time.Duration(high) * time.Microsecond, b.count}
}

// Bars returns the bars that are not empty, in ascending order.
func (h Histogram) Bars() []Bar {
	bars := []Bar{}
	for b := range h.bars() {
		bars = append(bars, b.bar())
	}
	return bars
}

// A Recorder counts latencies for a Histogram. The zero Recorder has counted none.
type Recorder struct{ counts []int64 } // by bar, as far as the last that is not empty

// Add counts a latency, which is not negative.
func (r *Recorder) Add(d time.Duration) {
	i := barOf(d)
	if i >= len(r.counts) {
		r.counts = append(r.counts, make([]int64, i+1-len(r.counts))...)
	}
	r.counts[i]++
}

// Histogram returns what is counted so far.
func (r *Recorder) Histogram() Histogram {
	return packBars(func(yield func(bar) bool) {
		for i, n := range r.counts {
			if n > 0 && !yield(bar{int32(i), n}) {
				return
			}
		}
	})
}

// Sum adds histograms up, exactly, and in any order.
func Sum(list ...Histogram) Histogram {
	counts := map[int32]int64{}
	for _, h := range list {
		for b := range h.bars() {
			counts[b.index] += b.count
		}
	}
	return packBars(func(yield func(bar) bool) {
		for _, i := range slices.Sorted(maps.Keys(counts)) {
			if !yield(bar{i, counts[i]}) {
				return
			}
		}
	})
}

// N is how many values there are.
func (h Histogram) N() int64 {
	n := int64(0)
	for b := range h.bars() {
		n += b.count
	}
	return n
}

// Percentile is the value of the nearest rank, rounded up: the smallest that at least so many
// percent of the values do not exceed, to three significant digits; false for an empty histogram.
// ValueAtPercentile of an HdrHistogram rounds the rank to the nearest whole number instead, so that
// of 151 to 199 values two slow ones do not show in its 99th percentile.
func (h Histogram) Percentile(percent float64) (time.Duration, bool) {
	n := h.N()
	if n == 0 {
		return 0, false
	}
	// A product that ought to be whole must not be rounded up for its last bits.
	const slack = 1e-12
	rank := min(n, max(1, int64(math.Ceil(float64(percent/100*float64(n)*(1-slack))))))
	for b := range h.bars() {
		if rank -= b.count; rank <= 0 {
			return b.bar().High, true
		}
	}
	panic("measure: a histogram of fewer values than it counts")
}

// MarshalText writes the text form.
func (h Histogram) MarshalText() ([]byte, error) {
	return base64.RawStdEncoding.AppendEncode(nil, []byte(h.packed)), nil
}

var errHistogram = errors.New("a histogram that is cut short or damaged")

// UnmarshalText reads the text form.
func (h *Histogram) UnmarshalText(text []byte) error {
	raw, err := base64.RawStdEncoding.Strict().DecodeString(string(text))
	if err != nil {
		return fmt.Errorf("%w: %w", errHistogram, err)
	}
	return h.read(raw)
}

// read reads what a histogram is kept as.
func (h *Histogram) read(raw []byte) error {
	next, bytes := uint64(0), 0 // what the numbers need
	for rest := raw; len(rest) > 0; {
		gap, n := binary.Uvarint(rest)
		if n <= 0 {
			return errHistogram
		}
		count, m := binary.Uvarint(rest[n:])
		if m <= 0 || gap >= mostBars-next || count == 0 || count > math.MaxInt64/mostBars {
			return errHistogram
		}
		rest = rest[n+m:]
		next += gap + 1
		bytes += uvarintBytes(gap) + uvarintBytes(count)
	}
	read := Histogram{string(raw)}
	if bytes < len(raw) {
		read = packBars(read.bars()) // numbers were written longer than they need
	}
	*h = read
	return nil
}
