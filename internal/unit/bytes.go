package unit

import (
	"fmt"
	"strconv"
	"strings"
)

// sizes are the units of bytes, the largest first.
var sizes = []struct {
	name  string
	bytes int64
}{{"GB", 1e9}, {"MB", 1e6}, {"kB", 1e3}, {"B", 1}}

// Bytes prints a size to three significant digits: 1.23 MB.
func Bytes(n int64) string {
	for _, u := range sizes {
		if n >= u.bytes {
			return Digits(float64(n)/float64(u.bytes)) + " " + u.name
		}
	}
	return "0 B"
}

// ParseBytes reads a size such as 500MB.
func ParseBytes(text string) (int64, error) {
	for _, u := range sizes {
		number, ok := strings.CutSuffix(text, u.name)
		if !ok {
			continue
		}
		n, err := strconv.ParseFloat(strings.TrimSpace(number), 64)
		if err != nil || !(n >= 0 && n*float64(u.bytes) < 1<<62) {
			break
		}
		return int64(n * float64(u.bytes)), nil
	}
	return 0, &Error{Quote(text), fmt.Sprintf("a size such as %q", "500MB")}
}
