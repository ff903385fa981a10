package server

import (
	"bytes"

	"github.com/tokenstorm/tokenstorm/fakecarrier/terms"
	"github.com/tokenstorm/tokenstorm/internal/strict"
)

// Terms are the terms of a carrier as a scenario's file writes them, in a file or in JSON. The zero
// value has none.
type Terms struct {
	*terms.Terms
	text []byte // JSON
}

// IsZero reports whether there are none.
func (t Terms) IsZero() bool { return t.Terms == nil }

// NewTerms are terms that were read from that JSON.
func NewTerms(t *terms.Terms, text []byte) Terms { return Terms{t, text} }

// TermsOf are the terms at a place of a file.
func TermsOf(at strict.Place) Terms {
	t := Terms{Terms: new(terms.Terms), text: at.Node().JSON()}
	at.Decode(t.Terms)
	return t
}

// UnmarshalJSON reads the terms. JSON is YAML, too.
func (t *Terms) UnmarshalJSON(data []byte) error {
	d, err := strict.Parse("carrier", data)
	if err != nil {
		return err
	}
	if d.Root == nil {
		*t = Terms{}
		return nil
	}
	*t = TermsOf(d.Place())
	return d.Err()
}

// MarshalJSON writes what UnmarshalJSON reads.
func (t Terms) MarshalJSON() ([]byte, error) { return bytes.Clone(t.text), nil }
