package strategies

import (
	"errors"
	"fmt"
	"time"
)

// A Duration is a time.Duration written as text with a unit, such as "200ms" or "10m5s", in
// configuration files. A number without a unit is refused: nobody can tell what it counts.
type Duration time.Duration

// UnmarshalText reads text.
func (d *Duration) UnmarshalText(text []byte) error {
	v, err := parseDuration(string(text))
	if err != nil {
		return err
	}
	*d = Duration(v)
	return nil
}

// MarshalText writes d so that UnmarshalText reads the same.
func (d Duration) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

func (d Duration) String() string { return time.Duration(d).String() }

var errNoUnit = errors.New("a number without a unit")

func parseDuration(text string) (time.Duration, error) {
	if !hasUnit(text) {
		return 0, fmt.Errorf("%q: %w; a duration is written like 200ms, 3s, 10m5s", text, errNoUnit)
	}
	d, err := time.ParseDuration(text)
	if err != nil {
		return 0, fmt.Errorf("%q is no duration; one is written like 200ms, 3s, 10m5s", text)
	}
	return d, nil
}

// hasUnit is false for what is all digits: time.ParseDuration would let "0" pass.
func hasUnit(text string) bool {
	for _, r := range text {
		if (r < '0' || r > '9') && r != '.' && r != '-' && r != '+' {
			return true
		}
	}
	return text == ""
}
