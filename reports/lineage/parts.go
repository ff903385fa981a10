package lineage

import (
	"strings"

	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// Parts are the parts of a run that a request or an action belongs to, by dimension: its class, its
// group. Nil: none.
type Parts map[string]string

// String names them: "class labels, group naive".
func (p Parts) String() string {
	var words []string
	for _, d := range measure.Dimensions() {
		if name := p[d.Name]; name != "" {
			words = append(words, d.Name+" "+name)
		}
	}
	return strings.Join(words, ", ")
}

// behind is what is written behind whatever belongs to them: in brackets, or nothing.
func (p Parts) behind() string {
	if len(p) == 0 {
		return ""
	}
	return " (" + p.String() + ")"
}

// A Namer names the parts that records of a run belong to.
type Namer struct {
	dimensions []measure.Dimension // those in which the run has parts
	names      [][]string
	known      map[[8]int]Parts // by the index in each of them: records share their Parts
}

// NewNamer returns the Namer of a run of s with a strategy.
func NewNamer(s *scenarios.Scenario, strategy string) *Namer {
	n := &Namer{known: map[[8]int]Parts{}}
	course := s.Course(s.Lasts(), strategy)
	for _, d := range measure.Dimensions() {
		if names := d.Names(&course); len(names) > 0 {
			n.dimensions, n.names = append(n.dimensions, d), append(n.names, names)
		}
	}
	return n
}

// Of names the parts that r belongs to.
func (n *Namer) Of(r *measure.Record) Parts {
	if len(n.dimensions) == 0 {
		return nil
	}
	var key [8]int
	for i := range n.dimensions {
		key[i] = n.dimensions[i].Index(r)
	}
	p, ok := n.known[key]
	if !ok {
		for i := range n.dimensions {
			if key[i] >= 0 {
				if p == nil {
					p = Parts{}
				}
				p[n.dimensions[i].Name] = n.names[i][key[i]]
			}
		}
		n.known[key] = p
	}
	return p
}
