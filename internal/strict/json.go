package strict

import "encoding/json"

// JSON is the node as JSON, which reads as the node does.
func (n *Node) JSON() []byte {
	text, err := json.Marshal(n)
	if err != nil {
		panic("strict: " + err.Error()) // every node has a text
	}
	return text
}

// MarshalJSON writes the node: keys in their order, numbers, true and false as they are.
func (n *Node) MarshalJSON() ([]byte, error) {
	if n == nil || n.Kind == Null {
		return []byte("null"), nil
	}
	switch n.Kind {
	case List:
		return json.Marshal(append([]*Node{}, n.Items...))
	case Mapping:
		text := []byte{'{'}
		for i, p := range n.Pairs {
			if i > 0 {
				text = append(text, ',')
			}
			key, err := json.Marshal(p.Key.Text)
			if err != nil {
				return nil, err
			}
			text = append(append(append(text, key...), ':'), p.Value.JSON()...)
		}
		return append(text, '}'), nil
	case Null, Scalar:
	}
	if n.value != nil {
		return json.Marshal(n.value)
	}
	return json.Marshal(n.Text)
}
