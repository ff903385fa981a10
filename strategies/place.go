package strategies

// A Place holds what several strategies share: one node's limiter, one fleet's switch. It is not
// safe for concurrent use: build the strategies of a place one after another.
type Place struct{ things map[any]any }

// NewPlace returns an empty Place.
func NewPlace() *Place { return &Place{things: map[any]any{}} }

// shared returns the thing of that key at p, made on first demand.
func shared[T any](p *Place, key any, make func() T) T {
	if t, ok := p.things[key]; ok {
		return t.(T)
	}
	t := make()
	p.things[key] = t
	return t
}

// A layer is where a part stands in its strategy: it keeps the shared things of two parts in one
// stack apart.
type layer struct {
	index int
	name  string
}

// A Scope says who shares a part's state.
type Scope int

// The scopes, from the narrowest.
const (
	PerCustomer Scope = iota // nobody: one customer on one node
	PerNode                  // all customers of a node
	PerFleet                 // everybody
)

var scopeWords = []string{"customer", "node", "fleet"}

func (s Scope) String() string { return scopeWords[s] }

// scope declares who shares the state of a part.
func (s *Settings) scope(field *Scope) {
	s.Choice("per", (*int)(field), scopeWords, "Whose requests count together.")
}

// Within returns the state of the part that env is for, shared as far as s says and made on first
// demand.
func Within[T any](env Env, s Scope, make func() T) T {
	switch s {
	case PerNode:
		return shared(env.Node, any(env.part), make)
	case PerFleet:
		return shared(env.Fleet, any(env.part), make)
	}
	return make()
}
