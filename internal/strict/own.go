package strict

import "github.com/tokenstorm/tokenstorm/internal/schema"

// An Own value reads whatever stands at its place itself, and has a schema of its own: what it may
// be is no matter of its Go type.
type Own interface {
	Take(at Place)
	Schema() *schema.Schema
}
