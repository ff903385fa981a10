package oauth

import (
	"fmt"
	"log/slog"
)

// Credentials are what a carrier knows a project by. However they are printed or logged, the
// secret is not shown.
type Credentials struct {
	ID     string
	Secret string
}

// Format prints the id alone, whatever the verb.
func (c Credentials) Format(f fmt.State, _ rune) { fmt.Fprintf(f, "%s:[secret]", c.ID) }

// LogValue is the id alone.
func (c Credentials) LogValue() slog.Value { return slog.StringValue(fmt.Sprint(c)) }

// MarshalText is the id alone.
func (c Credentials) MarshalText() ([]byte, error) { return fmt.Append(nil, c), nil }
