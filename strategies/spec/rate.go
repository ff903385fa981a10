package spec

import (
	"math/big"
	"strconv"
	"strings"
	"time"

	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/strategies"
)

// rateUnits are the lengths of time that a rate names by one letter.
var rateUnits = map[string]time.Duration{"s": time.Second, "m": time.Minute, "h": time.Hour}

// A rate is so many permits per so long, as files write it: 1/s, 1.5/s, 90/m, 14/5s.
type rate strategies.Rate

// Patterns are those of its text. One of the digits before the stroke is not 0.
func (rate) Patterns() []string {
	return []string{`^(\d+\.?\d*|\.\d+)/([smh]|\d+[\d.a-zµμ]*)$`, "[1-9].*/"}
}

// UnmarshalText reads a rate. What cannot be said in whole permits is rounded so that it permits
// less.
func (r *rate) UnmarshalText(text []byte) error {
	count, span, _ := strings.Cut(string(text), "/")
	per, known := rateUnits[span]
	if !known {
		d, err := unit.ParseDuration(span)
		known = err == nil && d > 0 && d <= strategies.Longest && span[0] >= '0'
		per = d
	}
	// Digits and one point: SetString would take a fraction or an exponent.
	permits, ok := new(big.Rat).SetString(count)
	plain := ok && strings.Trim(count, "0123456789.") == "" && permits.Sign() > 0
	if !known || !plain || !r.set(permits, per) {
		return &unit.Error{
			Found: strconv.Quote(unit.Shorten(string(text))), Meant: "a rate, like 1/s, 1.5/s or 90/m",
		}
	}
	return nil
}

// set makes it so many permits per so long, in whole numbers, unless these are too large.
func (r *rate) set(permits *big.Rat, per time.Duration) bool {
	n := permits.Num()
	span := new(big.Int).Mul(permits.Denom(), big.NewInt(int64(per)))
	if fits(n) && span.IsInt64() && span.Int64() <= int64(strategies.Longest) {
		*r = rate{Permits: int(n.Int64()), Per: time.Duration(span.Int64())}
		return true
	}
	every, rest := new(big.Int).QuoRem(span, n, new(big.Int))
	if rest.Sign() > 0 {
		every.Add(every, big.NewInt(1))
	}
	if !every.IsInt64() || every.Int64() > int64(strategies.Longest) {
		return false
	}
	*r = rate{Permits: 1, Per: time.Duration(every.Int64())}
	return true
}

// fits reports whether every int holds n.
func fits(n *big.Int) bool { return n.IsInt64() && n.Int64() < 1<<31 }
