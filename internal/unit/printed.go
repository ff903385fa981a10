package unit

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// None stands where there is no value, which differs from 0.
const None = "–"

// Count prints n with a comma between groups of three digits.
func Count[N int | int64](n N) string {
	text := strconv.FormatInt(int64(n), 10)
	head := len(text) % 3
	if n < 0 || head == 0 {
		head += 3
	}
	var b strings.Builder
	b.WriteString(text[:min(head, len(text))])
	for i := head; i < len(text); i += 3 {
		b.WriteString("," + text[i:i+3])
	}
	return b.String()
}

// Counted prints n with its noun, which takes an s unless n is 1.
func Counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return Count(n) + " " + noun + "s"
}

// Share prints k of n in per cent, cut rather than rounded where rounding would turn nearly all
// into all, and nearly none into none. It never stands without its n beside it.
func Share(k, n int) string {
	if n == 0 {
		return None
	}
	percent := 100 * float64(k) / float64(n)
	switch {
	case k == 0, k == n:
		return fmt.Sprintf("%.0f %%", percent)
	case percent < 0.1:
		return "< 0.1 %"
	case percent > 99.9:
		return "> 99.9 %"
	}
	return fmt.Sprintf("%.1f %%", percent)
}

// Minutes prints a length of time in minutes, to a tenth.
func Minutes(d time.Duration) string {
	if d > 0 && d < 6*time.Second {
		return "< 0.1 min"
	}
	return strings.TrimSuffix(fmt.Sprintf("%.1f", d.Minutes()), ".0") + " min"
}

// Latency prints milliseconds in the unit that suits, to three significant digits.
func Latency(ms float64) string {
	digits, unit := LatencyIn(ms)
	return digits + " " + unit
}

// LatencyIn is what Latency prints: the digits, and the unit.
func LatencyIn(ms float64) (digits, unit string) {
	switch {
	case ms < 999.5:
		return Digits(ms), "ms"
	case ms < 600_000:
		return Digits(ms / 1000), "s"
	case ms < 100*60_000:
		return Digits(ms / 60_000), "min"
	}
	return Digits(ms / 3_600_000), "h"
}

// Digits prints v to three significant digits without an exponent, and no idle zeros.
func Digits(v float64) string {
	if v == 0 {
		return "0"
	}
	decimals := 3
	for _, power := range []float64{1, 10, 100} {
		if v >= power {
			decimals--
		}
	}
	text := strconv.FormatFloat(v, 'f', decimals, 64)
	if strings.Contains(text, ".") {
		text = strings.TrimRight(strings.TrimRight(text, "0"), ".")
	}
	return text
}

// Number prints a number to three significant digits, from 1,000 on to the unit.
func Number(v float64) string {
	if v >= 1000 {
		return Count(int64(math.Round(v)))
	}
	return Digits(v)
}

// Clock prints a time since the run's start as h:mm:ss.mmm.
func Clock(d time.Duration) string {
	ms := d.Milliseconds()
	return fmt.Sprintf("%d:%02d:%02d.%03d", ms/3_600_000, ms/60_000%60, ms/1000%60, ms%1000)
}
