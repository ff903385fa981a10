package oauth

import (
	"fmt"
	"log/slog"
)

// Credentials are the id and the secret of a project at a carrier. Printing and logging does not
// show the secret.
type Credentials struct {
	ID     string
	Secret string
}

// Format prints the id alone, for any verb.
func (c Credentials) Format(f fmt.State, _ rune) { fmt.Fprintf(f, "%s:[secret]", c.ID) }

// LogValue returns the id alone.
func (c Credentials) LogValue() slog.Value { return slog.StringValue(fmt.Sprint(c)) }

// MarshalText returns the id alone.
func (c Credentials) MarshalText() ([]byte, error) { return fmt.Append(nil, c), nil }
