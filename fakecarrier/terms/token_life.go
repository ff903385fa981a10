package terms

import (
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/internal/chance"
	"github.com/tokenstorm/tokenstorm/internal/strict"
	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// A TokenLife is how long tokens live: always as long, or drawn for each. The zero value is as long
// as the profile says.
type TokenLife struct {
	chance.Distribution
	text string
}

// FixedLife is always as long.
func FixedLife(d time.Duration) TokenLife {
	return TokenLife{chance.Constant(d), unit.FormatDuration(d)}
}

// UnmarshalText reads the text form.
func (l *TokenLife) UnmarshalText(text []byte) error {
	l.text = string(text)
	var fixed strict.PositiveSpan
	if fixed.UnmarshalText(text) == nil {
		l.Distribution = chance.Constant(time.Duration(fixed))
		return nil
	}
	return l.Distribution.UnmarshalText(text)
}

// Patterns are those of its text; 0s is no life.
func (l TokenLife) Patterns() []string { return append(l.Distribution.Patterns(), "[1-9]") }

// String is the text form.
func (l *TokenLife) String() string { return l.text }

// Given reports whether a file says it.
func (l *TokenLife) Given() bool { return l.text != "" }

// Drawn reports whether each token has a life of its own.
func (l *TokenLife) Drawn() bool { return !l.IsConstant() }

// of is the profile whose tokens live so long. They are said to live a second less, and where each
// has a life of its own, the profile's is their mean.
func (l *TokenLife) of(p fakecarrier.Profile) (fakecarrier.Profile, error) {
	if !l.Given() {
		return p, nil
	}
	p, err := p.WithTokenLife(l.Mean())
	if l.Drawn() {
		p.Says = fakecarrier.SaysSecondLess
	}
	return p, err
}

// check refuses a life of which there is nothing left to say.
func (l *TokenLife) check(at strict.Place) {
	if l.Given() && l.Mean() <= fakecarrier.LeastTokenLife {
		at.Wrong(l.text, "more than 1s")
	}
}

// ExpiresIn is what the carrier says of a token's life. The zero value is as the profile says, and
// with a token_life a second less than that.
type ExpiresIn struct {
	says   fakecarrier.Says
	length time.Duration
	given  bool
}

// Given reports whether a file says it.
func (e *ExpiresIn) Given() bool { return e.given }

// Under reports whether a file says a length of time shorter than that.
func (e *ExpiresIn) Under(least time.Duration) bool {
	return e.given && e.says == fakecarrier.SaysExpiresIn && e.length < least
}

const meantExpiresIn = `none, life, or a length of time such as "0s", "1h"`

// UnmarshalText reads none, life, or a length of time.
func (e *ExpiresIn) UnmarshalText(text []byte) error {
	*e = ExpiresIn{given: true}
	switch string(text) {
	case "none":
		e.says = fakecarrier.SaysNothing
		return nil
	case "life":
		e.says = fakecarrier.SaysLife
		return nil
	}
	var length strict.Span
	if err := length.UnmarshalText(text); err != nil {
		return &unit.Error{Found: unit.Quote(string(text)), Meant: meantExpiresIn}
	}
	e.length = time.Duration(length)
	return nil
}

// Patterns are those of its text.
func (ExpiresIn) Patterns() []string {
	return []string{"^(none|life)$|" + strict.Span(0).Patterns()[0]}
}

// of is the profile that says so.
func (e *ExpiresIn) of(p fakecarrier.Profile) fakecarrier.Profile {
	if e.given {
		p.Says, p.ExpiresIn = e.says, e.length
	}
	return p
}
