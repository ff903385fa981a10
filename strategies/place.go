package strategies

// A Place holds what several strategies share: one node's limiter, one fleet's switch. It is not
// safe for concurrent use: build the strategies of a place one after another.
type Place struct{ things map[string]any }

// NewPlace returns an empty Place.
func NewPlace() *Place { return &Place{things: map[string]any{}} }

// shared returns the thing of that name at p, made on first demand.
func shared[T any](p *Place, name string, make func() T) T {
	if t, ok := p.things[name]; ok {
		return t.(T)
	}
	t := make()
	p.things[name] = t
	return t
}

// A scope says who shares a part's state.
type scope uint8

const (
	perCustomer scope = iota // nobody: one customer on one node
	perNode                  // all customers of a node
	perFleet                 // everybody
)

var scopeNames = []string{"customer", "node", "fleet"}

// within returns the state of the part that env is building, shared as far as s says.
func within[T any](env Env, s scope, make func() T) T {
	switch s {
	case perNode:
		return shared(env.Node, env.part, make)
	case perFleet:
		return shared(env.Fleet, env.part, make)
	}
	return make()
}
