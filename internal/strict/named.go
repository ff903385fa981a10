package strict

import "github.com/tokenstorm/tokenstorm/internal/schema"

// A Named is a mapping from names of the file's own to values, in the order of the file.
type Named[T any] []*T

// A namesake is a value below a name. Called is told the name before the value is read, and returns
// an error of type *unit.Error if it cannot be one; NamePattern is what a name matches.
type namesake interface {
	Called(name string) error
	NamePattern() string
}

// named is any Named.
type named interface {
	add() namesake
	item() namesake
}

func (n *Named[T]) add() namesake {
	*n = append(*n, new(T))
	return any((*n)[len(*n)-1]).(namesake)
}

func (n *Named[T]) item() namesake { return any(new(T)).(namesake) }

// named reads a mapping whose keys are names.
func (p Place) named(into named) {
	switch n := p.node; {
	case n.Kind == Null:
		return // as if it were left out
	case n.Kind != Mapping:
		p.Wrong(n.String(), "names, each with keys and values")
		return
	case len(n.Pairs) == 0:
		p.Wrong("nothing", "at least one name with keys and values")
		return
	}
	for _, pair := range p.node.Pairs {
		item, below := into.add(), p.Key(pair.Key.Text)
		if err := item.Called(pair.Key.Text); err != nil {
			found, meant := pair.Key.told(err)
			below.WrongKey(found, meant)
			continue
		}
		if k := below.node.Kind; k != Mapping && k != Null {
			below.Wrong(below.node.String(), "keys and values")
			continue
		}
		below.mapping(item)
	}
}

// namedSchema is the schema of such a mapping.
func (w *schemaWriter) namedSchema(into named) *schema.Schema {
	item := into.item()
	value := w.reference(item)
	if !(Field{Into: item}).needed() {
		value = &schema.Schema{AnyOf: []*schema.Schema{value, {Type: "null"}}}
	}
	return &schema.Schema{
		Type: "object", MinProperties: 1, PropertyNames: &schema.Schema{Pattern: item.NamePattern()},
		Additional: value,
	}
}
