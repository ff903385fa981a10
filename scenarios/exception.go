package scenarios

import (
	"fmt"

	"github.com/tokenstorm/tokenstorm/internal/strict"
	"github.com/tokenstorm/tokenstorm/scenarios/faults"
)

// An Exception is what becomes of one request, whatever is drawn. No other draw changes by it: a
// request is addressed by the node that sends it, whose stream decides what becomes of the others.
type Exception struct {
	Node      int          `yaml:"node" min:"0" doc:"The node that sends it. Default 0."`
	Request   int          `yaml:"request,required" min:"1" meant:"which of the node's requests on this way, such as 1" doc:"Which of the node's requests on this way, from 1."`
	There     PositiveSpan `yaml:"there" doc:"How long the request takes. Default what is drawn."`
	Back      PositiveSpan `yaml:"back" doc:"How long the reply takes. Default what is drawn."`
	LoseThere bool         `yaml:"lose_request" doc:"It never arrives."`
	LoseBack  bool         `yaml:"lose_reply" doc:"Its reply never arrives; the hit was counted."`
}

// Except returns what becomes of one of a node's requests, from 1; nil: what is drawn.
func (p *Path) Except(node, request int) *Exception {
	for i := range p.Exceptions {
		if e := &p.Exceptions[i]; e.Node == node && e.Request == request {
			return e
		}
	}
	return nil
}

// Check refuses two exceptions for one request, and one that changes nothing.
func (p *Path) Check(at strict.Place) {
	all := at.Sound("except")
	for i, e := range p.Exceptions {
		switch {
		case !at.Key("except").Item(i).Sound():
		case e.There == 0 && e.Back == 0 && !e.LoseThere && !e.LoseBack:
			at.Key("except").Item(i).Wrong("an exception that changes nothing",
				"there, back, lose_request or lose_reply")
		case all && p.Except(e.Node, e.Request) != &p.Exceptions[i]:
			at.Key("except").Item(i).Key("request").Wrong(
				fmt.Sprintf("request %d of node %d twice", e.Request, e.Node), "each once")
		}
	}
}

// completeNetwork refuses exceptions of nodes that there will never be.
func (s *Scenario) completeNetwork(at strict.Place) {
	if !at.Key("fleet").Sound("nodes") || !at.Sound("faults") {
		return
	}
	nodes := s.Fleet.Nodes
	for _, f := range s.Faults {
		if grows, ok := f.Kind.(*faults.ScaleOut); ok {
			nodes += int(grows.Nodes)
		}
	}
	check := func(p *Path, at strict.Place) {
		for i := range p.Exceptions {
			if n := p.Exceptions[i].Node; n >= nodes {
				at.Key("except").Item(i).Key("node").Wrong(fmt.Sprint(n),
					fmt.Sprintf("a node of the fleet, 0 to %d", nodes-1))
			}
		}
	}
	check(&s.Network.API, at.Key("network").Key("api"))
	check(&s.Network.Token, at.Key("network").Key("token"))
	for _, c := range s.Carriers() {
		own := at.Key("carrier")
		if c.Name != "" {
			own = at.Key("carriers").Key(c.Name)
		}
		if p := c.Network.API; p != nil {
			check(p, own.Key("network").Key("api"))
		}
		if p := c.Network.Token; p != nil {
			check(p, own.Key("network").Key("token"))
		}
	}
}
