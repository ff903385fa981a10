package spec

import (
	"math/big"
	"strings"
	"time"

	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/strategies"
)

// rateUnits are the lengths of time that a rate names by one letter.
var rateUnits = map[string]time.Duration{"s": time.Second, "m": time.Minute, "h": time.Hour}

const meantRate = "a rate, like 1/s, 1.5/s or 90/m"

// parseRate reads so many permits per so long: 1/s, 1.5/s, 90/m, 14/5s. What cannot be said in
// whole permits is rounded so that it permits less.
func parseRate(text string) (strategies.Rate, string) {
	count, span, _ := strings.Cut(text, "/")
	per, named := rateUnits[span]
	if !named {
		d, err := unit.ParseDuration(span)
		if err != nil || d <= 0 || d > strategies.Longest || span[0] < '0' {
			return strategies.Rate{}, meantRate
		}
		per = d
	}
	// Digits and one point: SetString would take a fraction or an exponent.
	permits, ok := new(big.Rat).SetString(count)
	if !ok || strings.Trim(count, "0123456789.") != "" || permits.Sign() <= 0 {
		return strategies.Rate{}, meantRate
	}
	return rate(permits, per)
}

// rate is so many permits per so long, in whole numbers.
func rate(permits *big.Rat, per time.Duration) (strategies.Rate, string) {
	n := permits.Num()
	span := new(big.Int).Mul(permits.Denom(), big.NewInt(int64(per)))
	if fits(n) && span.IsInt64() && span.Int64() <= int64(strategies.Longest) {
		return strategies.Rate{Permits: int(n.Int64()), Per: time.Duration(span.Int64())}, ""
	}
	every, rest := new(big.Int).QuoRem(span, n, new(big.Int))
	if rest.Sign() > 0 {
		every.Add(every, big.NewInt(1))
	}
	if !every.IsInt64() || every.Int64() > int64(strategies.Longest) {
		return strategies.Rate{}, meantRate
	}
	return strategies.Rate{Permits: 1, Per: time.Duration(every.Int64())}, ""
}

// fits reports whether every int holds n.
func fits(n *big.Int) bool { return n.IsInt64() && n.Int64() < 1<<31 }
