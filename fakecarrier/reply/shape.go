package reply

import (
	"slices"
	"strings"
)

// A shape is of which kind the values of a request are, as far as it is known; nil is not at all.
type shape struct {
	kind    Kind
	members []shapeMember // of an object, sorted by name; it may have others
	element *shape        // of a list
}

type shapeMember struct {
	name string
	of   *shape
}

// shapeOf is the shape of an example.
func shapeOf(value any) *shape {
	s := &shape{kind: KindOf(value)}
	switch v := value.(type) {
	case nil:
		return nil
	case object:
		for _, f := range v {
			s.members = append(s.members, shapeMember{f.name, shapeOf(f.value)})
		}
	case []any:
		for i, element := range v {
			if of := shapeOf(element); i == 0 {
				s.element = of
			} else {
				s.element = s.element.or(of)
			}
		}
	}
	return s
}

// or is the shape of what has one of two: where they differ, nothing is known. A member that only
// one of them has is of its kind.
func (s *shape) or(other *shape) *shape {
	if s == other {
		return s
	}
	if s == nil || other == nil || s.kind != other.kind {
		return nil
	}
	both := &shape{kind: s.kind, element: s.element.or(other.element)}
	both.members = joined(s.members, other.members, (*shape).or)
	return both
}

// and is the shape of what has both: what s does not know of a kind, the other may. Where they
// contradict each other, s counts.
func (s *shape) and(other *shape) *shape {
	switch {
	case s == nil || s.kind == AnyKind:
		return other
	case other == nil:
		return s
	}
	both := &shape{kind: s.kind, element: s.element.and(other.element)}
	both.members = joined(s.members, other.members, (*shape).and)
	return both
}

// joined are the members of both lists; one that is in both is made of both.
func joined(a, b []shapeMember, of func(a, b *shape) *shape) []shapeMember {
	all := slices.Clone(a)
	for _, m := range b {
		at, found := slices.BinarySearchFunc(all, m.name, byName)
		if found {
			all[at].of = of(all[at].of, m.of)
			continue
		}
		all = slices.Insert(all, at, m)
	}
	return all
}

func byName(m shapeMember, name string) int { return strings.Compare(m.name, name) }

// A contradiction is a value of another kind than its shape has.
type contradiction struct {
	words []string // of the pointer to it, the last first; those of lists begin with [
	found Kind
	meant Kind
}

// pointer is the place as JSON pointers have it.
func (c *contradiction) pointer() string {
	var b strings.Builder
	for _, word := range slices.Backward(c.words) {
		b.WriteString("/" + strings.Trim(word, "[]"))
	}
	return b.String()
}

// field is the place as messages name it: a.list[0].b, or "body".
func (c *contradiction) field() string {
	if len(c.words) == 0 {
		return "body"
	}
	var b strings.Builder
	for _, word := range slices.Backward(c.words) {
		if b.Len() > 0 && !strings.HasPrefix(word, "[") {
			b.WriteByte('.')
		}
		b.WriteString(word)
	}
	return b.String()
}

// A taker is what a carrier takes for a value of another kind, as wire.Wire says.
type taker struct{ exact, oneForMany bool }

// contradicts returns the first value that contradicts its shape; nil if none does. Nothing
// contradicts null, which is as good as nothing.
func (t taker) contradicts(s *shape, value any) *contradiction {
	if s == nil || value == nil || s.kind == AnyKind {
		return nil
	}
	switch v := value.(type) {
	case object:
		if s.kind == ObjectKind {
			return t.inObject(s, v)
		}
	case []any:
		if s.kind == ListKind {
			return t.inList(s, v)
		}
	default:
		if s.kind == KindOf(v) || !t.exact && s.kind.reads(v) {
			return nil
		}
	}
	if s.kind == ListKind && t.oneForMany {
		return t.contradicts(s.element, value)
	}
	return &contradiction{found: KindOf(value), meant: s.kind}
}

// inObject goes through the fields and the members side by side, for both are sorted by name.
func (t taker) inObject(s *shape, o object) *contradiction {
	for _, m := range s.members {
		for len(o) > 0 && o[0].name < m.name {
			o = o[1:]
		}
		if len(o) == 0 {
			return nil
		}
		if o[0].name != m.name {
			continue
		}
		if c := t.contradicts(m.of, o[0].value); c != nil {
			c.words = append(c.words, m.name)
			return c
		}
	}
	return nil
}

func (t taker) inList(s *shape, list []any) *contradiction {
	for i, element := range list {
		if c := t.contradicts(s.element, element); c != nil {
			c.words = append(c.words, "["+itoa(i)+"]")
			return c
		}
	}
	return nil
}
