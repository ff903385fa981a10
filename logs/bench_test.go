package logs

import (
	"bytes"
	"fmt"
	"io"
	"testing"

	"github.com/stretchr/testify/require"
)

// benchLines is how many lines a benchmark reads; the time of one line is what it reports.
const benchLines = 200_000

// secondsText is a list of decimal seconds, 10 a second.
func secondsText() []byte {
	var b bytes.Buffer
	for i := range benchLines {
		fmt.Fprintf(&b, "%d.%03d\n", i/10, i%10*100)
	}
	return b.Bytes()
}

// commonText is a Common Log, of which --path /oauth/token keeps 1 %.
func commonText() []byte {
	var b bytes.Buffer
	for i := range benchLines {
		request := fmt.Sprintf("GET /shop/products/%d?sort=price HTTP/1.1", i%977)
		if i%100 == 0 {
			request = "POST /oauth/token HTTP/1.1"
		}
		fmt.Fprintf(&b, "198.51.100.%d - - [02/Mar/2026:%02d:%02d:%02d +0000] %q 200 %d\n", i%200,
			i/100/3600%24, i/100/60%60, i/100%60, request, 900+i%5000)
	}
	return b.Bytes()
}

// The reader reads lists and logs at a cost a line that does not grow, and that is set beside that
// of counting lines.
func BenchmarkReader(b *testing.B) {
	for _, bench := range []struct {
		name string
		text []byte
		kept int
		o    Options
	}{
		{"seconds", secondsText(), benchLines, Options{}},
		{"common", commonText(), benchLines / 100, Options{Paths: []string{"/oauth/token"}}},
	} {
		b.Run(bench.name+"/lines-counted", func(b *testing.B) {
			for b.Loop() {
				require.Equal(b, benchLines, bytes.Count(bench.text, []byte("\n")))
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/benchLines, "ns/line")
		})
		b.Run(bench.name+"/read", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				r, err := Open([]Source{{Name: "bench.log", Open: func() (io.ReadCloser, error) {
					return io.NopCloser(bytes.NewReader(bench.text)), nil
				}}}, bench.o)
				require.NoError(b, err)
				kept := 0
				for r.Next() {
					kept++
				}
				require.NoError(b, r.Err())
				require.Equal(b, bench.kept, kept)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/benchLines, "ns/line")
		})
	}
}
