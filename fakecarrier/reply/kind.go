package reply

import (
	"encoding/json"
	"strconv"
	"strings"
)

// A Kind is what a value of JSON is.
type Kind uint8

// The kinds.
const (
	AnyKind Kind = iota // nothing is known of it, or null stands there
	TextKind
	NumberKind
	BoolKind
	ObjectKind
	ListKind
)

// A kindName is how sentences and JSON schemas call a kind.
type kindName struct{ plain, schema string }

var kindNames = [...]kindName{
	AnyKind:    {"null", "null"},
	TextKind:   {"a text", "string"},
	NumberKind: {"a number", "number"},
	BoolKind:   {"true or false", "boolean"},
	ObjectKind: {"an object", "object"},
	ListKind:   {"a list", "array"},
}

// String is the kind as sentences have it, as "a text".
func (k Kind) String() string { return kindNames[k].plain }

// Schema is the kind as JSON schemas have it, as "string".
func (k Kind) Schema() string { return kindNames[k].schema }

// KindOf is the kind of a value that Value returns, or encoding/json.
func KindOf(value any) Kind {
	switch value.(type) {
	case string:
		return TextKind
	case json.Number, float64:
		return NumberKind
	case bool:
		return BoolKind
	case object, map[string]any:
		return ObjectKind
	case []any:
		return ListKind
	}
	return AnyKind
}

// reads reports whether a value that is neither an object nor a list reads as one of the kind: any
// as a text, "10" as a number, "true" as true. A blank text reads as nothing at all.
func (k Kind) reads(value any) bool {
	text, isText := value.(string)
	switch found := KindOf(value); {
	case found == k:
		return true
	case found == ObjectKind || found == ListKind:
		return false
	case k == TextKind:
		return true
	case !isText:
		return false
	case k == NumberKind:
		return isNumeral(text)
	}
	text = strings.TrimSpace(text)
	return k == BoolKind && (text == "" || strings.EqualFold(text, "true") ||
		strings.EqualFold(text, "false"))
}

// isNumeral reports whether a text is blank, or a number as people write it: 010 and .5 are.
func isNumeral(text string) bool {
	text = strings.TrimSpace(text)
	if text == "" {
		return true
	}
	_, err := strconv.ParseFloat(text, 64)
	return err == nil && strings.Trim(text, "0123456789+-.eE") == "" // not Inf, nor 0x10
}
