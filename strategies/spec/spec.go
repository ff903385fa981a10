// Package spec reads strategies from YAML, and has those of the catalogue by name.
package spec

import "github.com/tokenstorm/tokenstorm/strategies"

// A Strategy is a strategy as a file writes it.
type Strategy struct {
	Name  string
	About string            // what it does, and which real system does it
	File  string            // where it is written
	Parts []strategies.Part // outermost first
}

// New builds the strategy for one customer on one node.
func (s Strategy) New(env strategies.Env) (strategies.Strategy, error) {
	return strategies.New(env, s.Parts...)
}
