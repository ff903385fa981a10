package reply

import "slices"

// folded returns a template that renders alike: what never changes in it is one piece.
func folded(n node) node {
	switch n := n.(type) {
	case objectNode:
		return foldedObject(n)
	case listNode:
		all := true
		for i := range n {
			n[i] = folded(n[i])
			_, isFixed := n[i].(fixed)
			all = all && isFixed
		}
		if all {
			text, _ := n.render(nil, nil)
			return fixed(text)
		}
	case *eachNode:
		n.item = folded(n.item)
	case *choiceNode:
		if n.then != nil {
			n.then = folded(n.then)
		}
		if n.also != nil {
			n.also = folded(n.also)
		}
	}
	return n
}

// foldedObject makes of members that never change, and follow each other, one.
func foldedObject(o objectNode) node {
	var members objectNode
	last := false // the last of them is such a piece
	for _, m := range o {
		m.value = folded(m.value)
		text, isFixed := m.value.(fixed)
		switch {
		case isFixed && last:
			before := &members[len(members)-1]
			before.name = append(append(append(before.name, ','), m.name...), text...)
			continue
		case isFixed:
			m = memberNode{append(slices.Clip(m.name), text...), fixed(nil)}
		}
		members, last = append(members, m), isFixed
	}
	if len(members) == 0 || len(members) == 1 && last {
		text, _ := members.render(nil, nil)
		return fixed(text)
	}
	return members
}
