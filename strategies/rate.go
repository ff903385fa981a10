package strategies

import (
	"fmt"
	"math/big"
	"regexp"
	"time"
)

// A Rate is written as so many per so long, such as "1/s", "1.5/s", "90/m" or "14/5s", and kept as
// the time between two permits: exact where whole nanoseconds permit it, and otherwise rounded up,
// because 16 hits at 3/s rounded down fit into five seconds, and the carrier bans the sixteenth.
type Rate time.Duration

var rateText = regexp.MustCompile(`^([0-9]+(?:\.[0-9]+)?)/(s|m|h|[0-9].*)$`)

var rateUnits = []struct {
	name string
	span time.Duration
}{{"s", time.Second}, {"m", time.Minute}, {"h", time.Hour}}

// UnmarshalText reads text.
func (r *Rate) UnmarshalText(text []byte) error {
	every, err := parseRate(string(text))
	if err != nil {
		return err
	}
	*r = Rate(every)
	return nil
}

// MarshalText writes r so that UnmarshalText reads the same.
func (r Rate) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// String writes r in the smallest unit in which it is a round number, and failing that as one per
// its interval.
func (r Rate) String() string {
	for _, u := range rateUnits {
		if r <= 0 {
			break
		}
		text := fmt.Sprintf("%d/%s", (u.span+time.Duration(r)/2)/time.Duration(r), u.name)
		if back, err := parseRate(text); err == nil && back == time.Duration(r) {
			return text
		}
	}
	return "1/" + time.Duration(r).String()
}

func parseRate(text string) (time.Duration, error) {
	m := rateText.FindStringSubmatch(text)
	if m == nil {
		return 0, fmt.Errorf("%q is no rate; one is written like 1/s, 1.5/s, 90/m, 14/5s", text)
	}
	span, err := parseSpan(m[2])
	if err != nil {
		return 0, err
	}
	count, ok := new(big.Rat).SetString(m[1])
	if !ok || count.Sign() <= 0 || span <= 0 {
		return 0, fmt.Errorf("%q never permits anything; a rate is written like 1/s", text)
	}
	every := new(big.Rat).Quo(new(big.Rat).SetInt64(int64(span)), count)
	whole, rest := new(big.Int).QuoRem(every.Num(), every.Denom(), new(big.Int))
	if rest.Sign() > 0 {
		whole.Add(whole, big.NewInt(1))
	}
	if !whole.IsInt64() {
		return 0, fmt.Errorf("%q is too slow to count in nanoseconds", text)
	}
	return time.Duration(whole.Int64()), nil
}

func parseSpan(text string) (time.Duration, error) {
	for _, u := range rateUnits {
		if text == u.name {
			return u.span, nil
		}
	}
	return parseDuration(text)
}
