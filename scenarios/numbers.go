package scenarios

import (
	"encoding"
	"fmt"
	"math"
	"reflect"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
)

// A numbers looks at what stands where a number or a yes or no belongs. The YAML library would cut
// 1.5 users to one, and calls other values by the names of Go.
type numbers struct {
	anchors map[string]ast.Node
}

// check looks at a node that is to be decoded into a t; the error says where.
func (n *numbers) check(node ast.Node, t reflect.Type) error {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if reflect.PointerTo(t).Implements(reflect.TypeFor[yaml.NodeUnmarshaler]()) {
		return nil
	}
	switch node := node.(type) {
	case *ast.AnchorNode:
		err := n.check(node.Value, t)
		n.anchors[node.Name.String()] = node.Value // now, lest it be found in itself
		return err
	case *ast.AliasNode:
		if known, ok := n.anchors[node.Value.String()]; ok {
			return n.check(known, t)
		}
		return nil
	}
	if value, ok := reflect.New(t).Interface().(readsText); ok {
		return checkText(node, value)
	}
	switch node := node.(type) {
	case *ast.MappingNode:
		return n.fields(node, t)
	case *ast.SequenceNode:
		if t.Kind() != reflect.Slice {
			return nil
		}
		for _, item := range node.Values {
			if err := n.check(item, t.Elem()); err != nil {
				return err
			}
		}
	case ast.ScalarNode:
		return checkNumber(node, t.Kind())
	}
	return nil
}

// fields looks at the values of a mapping; unknown keys are told by the decoder.
func (n *numbers) fields(node *ast.MappingNode, t reflect.Type) error {
	for _, pair := range node.Values {
		if field, ok := fieldOf(t, scalar(pair.Key)); ok {
			if err := n.check(pair.Value, field.Type); err != nil {
				return err
			}
		}
	}
	return nil
}

// A readsText is read from the text of a single value.
type readsText interface {
	encoding.TextUnmarshaler
	Meant() string
}

// checkText refuses a value whose text cannot be read.
func checkText(node ast.Node, value readsText) error {
	if err := value.UnmarshalText([]byte(scalar(node))); err != nil {
		return misread(node, err.Error(), value.Meant())
	}
	return nil
}

// checkNumber refuses a scalar that is not of the kind; null is what the file leaves out.
func checkNumber(node ast.ScalarNode, kind reflect.Kind) error {
	if _, null := node.(*ast.NullNode); null {
		return nil
	}
	var fine bool
	var meant string
	switch kind {
	case reflect.Int, reflect.Uint64:
		fine, meant = isWhole(node), "a whole number"
	case reflect.Float64:
		_, whole := node.(*ast.IntegerNode)
		_, broken := node.(*ast.FloatNode)
		fine, meant = whole || broken, "a number"
	case reflect.Bool:
		_, fine = node.(*ast.BoolNode)
		meant = "true or false"
	default:
		return nil
	}
	if fine {
		return nil
	}
	return misread(node, fmt.Sprintf("%q", scalar(node)), meant)
}

// isWhole reports whether an int holds the number exactly.
func isWhole(node ast.ScalarNode) bool {
	switch node := node.(type) {
	case *ast.IntegerNode:
		switch v := node.Value.(type) {
		case int64:
			return true
		case uint64:
			return v <= math.MaxInt64
		}
	case *ast.FloatNode:
		return node.Value == math.Trunc(node.Value) && math.Abs(node.Value) < 1<<53
	}
	return false
}
