package scenarios

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/goccy/go-yaml/ast"
	"github.com/invopop/jsonschema"

	"github.com/tokenstorm/tokenstorm/strategies"
)

// A Duration is a length of time, written "200ms", "1h30m"; a number without a unit is refused.
type Duration time.Duration

const meantDuration = `a length of time such as "200ms", "5s", "1h30m"`

// UnmarshalYAML reads the text form; the error says where.
func (d *Duration) UnmarshalYAML(node ast.Node) error {
	text := scalar(node)
	v, err := positive(strings.TrimPrefix(text, "-"))
	if err != nil {
		return misread(node, err.Error(), meantDuration)
	}
	if strings.HasPrefix(text, "-") {
		v = -v
	}
	*d = Duration(v)
	return nil
}

func (d Duration) String() string { return time.Duration(d).String() }

// JSONSchema describes the text form to editors.
func (Duration) JSONSchema() *jsonschema.Schema {
	return &jsonschema.Schema{Type: "string", Pattern: `^-?([\d.]+(ns|us|µs|ms|s|m|h))+$`}
}

// A Rate is so many per second, minute or hour, written "20/s", "1.5/s", "90/m".
type Rate float64 // per second

const meantRate = `a rate such as "20/s", "1.5/s", "90/m"`

// UnmarshalYAML reads the text form; the error says where.
func (r *Rate) UnmarshalYAML(node ast.Node) error {
	text := scalar(node)
	count, unit, ok := strings.Cut(text, "/")
	if !ok {
		return misread(node, fmt.Sprintf("%q, which is no rate", text), meantRate)
	}
	per := map[string]float64{"s": 1, "m": 60, "h": 3600}[unit]
	n, err := strconv.ParseFloat(count, 64)
	if err != nil || per == 0 || !(n >= 0 && n <= 1e7) {
		return misread(node, fmt.Sprintf("%q, which is no rate", text), meantRate)
	}
	*r = Rate(n / per)
	return nil
}

// JSONSchema describes the text form to editors.
func (Rate) JSONSchema() *jsonschema.Schema {
	return &jsonschema.Schema{Type: "string", Pattern: `^[\d.]+/[smh]$`}
}

// scalar is the text of a plain value, as written.
func scalar(node ast.Node) string {
	if s, ok := node.(*ast.StringNode); ok {
		return s.Value
	}
	return strings.TrimSpace(node.String())
}

// misread says what is wrong with a value, and where.
func misread(node ast.Node, found, meant string) error {
	p := node.GetToken().Position
	return &strategies.ConfigError{Line: p.Line, Column: p.Column, Found: found, Meant: meant}
}

// positive reads a length of time that is not negative and has a unit.
func positive(text string) (time.Duration, error) {
	v, err := time.ParseDuration(text)
	switch {
	case text == "":
		return 0, errors.New("nothing")
	case strings.Trim(text, "0123456789.") == "":
		return 0, fmt.Errorf("%q, a number without a unit", text)
	case err != nil:
		return 0, fmt.Errorf("%q, which is no length of time", text)
	case v < 0:
		return 0, fmt.Errorf("%q, a negative length of time", text)
	}
	return v, nil
}
