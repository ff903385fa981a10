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
