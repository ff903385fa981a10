package unit

import (
	"fmt"
	"slices"
)

// Names are the names of an Enum's values, in the order of their numbers.
type Names interface{ Names() []string }

// An Enum is a choice among names; its zero value is the first of them. A choice is declared by its
// names and an alias:
//
//	type colourNames struct{}
//
//	func (colourNames) Names() []string { return []string{"red", "green"} }
//
//	type Colour = unit.Enum[colourNames]
//
//	const (
//		Red Colour = iota
//		Green
//	)
type Enum[N Names] uint8

// Choices lists what may be written, in order.
func (Enum[N]) Choices() []string {
	var names N
	return names.Names()
}

func (e Enum[N]) String() string {
	if names := e.Choices(); int(e) < len(names) {
		return names[e]
	}
	return fmt.Sprintf("choice %d", uint8(e))
}

// MarshalText writes the choice as the user types it.
func (e Enum[N]) MarshalText() ([]byte, error) { return []byte(e.String()), nil }

// UnmarshalText reads the choice as the user types it.
func (e *Enum[N]) UnmarshalText(text []byte) error {
	names := e.Choices()
	i := slices.Index(names, string(text))
	if i < 0 {
		return &Error{fmt.Sprintf("%q", Shorten(string(text))), Meant(string(text), names)}
	}
	*e = Enum[N](i)
	return nil
}
