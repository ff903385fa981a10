package unit

import (
	"strconv"
	"strings"
)

// A Percent is a share, from 1 to 100 %.
type Percent int

// Share is the percentage as a number up to 1.
func (p Percent) Share() float64 { return float64(p) / 100 }

// UnmarshalText reads whole percents, as 70%.
func (p *Percent) UnmarshalText(text []byte) error {
	number, found := strings.CutSuffix(string(text), "%")
	n, err := strconv.Atoi(number)
	if !found || err != nil || n < 1 || n > 100 {
		return &Error{Found: Quote(string(text)), Meant: "1% to 100%, as 70%"}
	}
	*p = Percent(n)
	return nil
}

// Patterns are those of its text.
func (Percent) Patterns() []string { return []string{`^\+?0*([1-9]\d?|100)%$`} }
