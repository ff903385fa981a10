package strategies

// A Place holds what several strategies share: one node's limiter, one fleet's switch. It is not
// safe for concurrent use: build the strategies of a place one after another.
type Place struct{ values map[any]any }

// NewPlace returns an empty Place.
func NewPlace() *Place { return &Place{values: map[any]any{}} }

// shared returns the value of that key in p. The first use makes it.
func shared[T any](p *Place, key any, make func() T) T {
	if t, ok := p.values[key]; ok {
		return t.(T)
	}
	t := make()
	p.values[key] = t
	return t
}

// A layer is where a part stands in its strategy. Two parts of one name in a stack share nothing.
type layer struct {
	index int
	name  string
}

// An accountLayer is where a part stands in the strategies of one customer.
type accountLayer struct {
	layer
	account string
}

// A Scope says who shares a part's state.
type Scope int

// The scopes.
const (
	PerCustomer Scope = iota // one customer on one node
	PerNode                  // all customers of a node
	PerFleet                 // all customers of all nodes
	PerAccount               // one customer on all nodes
)

var scopeWords = []string{"customer", "node", "fleet", "account"}

func (s Scope) String() string { return scopeWords[s] }

// scope declares who shares the state of a part.
func (s *Settings) scope(field *Scope) {
	s.Choice("per", (*int)(field), scopeWords, "Whose requests count together.")
}

// needs returns the needs of a part whose state is shared within the scope.
func (s Scope) needs() Needs { return Needs{Fleet: s == PerFleet || s == PerAccount} }

// Within returns the state of the part that env is for, which is shared within the scope s. The
// first use makes it.
func Within[T any](env Env, s Scope, make func() T) T {
	switch s {
	case PerNode:
		return shared(env.Node, any(env.part), make)
	case PerFleet:
		return shared(env.Fleet, any(env.part), make)
	case PerAccount:
		return shared(env.Fleet, any(accountLayer{env.part, env.Account}), make)
	}
	return make()
}
