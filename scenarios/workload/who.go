package workload

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"

	"github.com/tokenstorm/tokenstorm/internal/strict"
	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// A Class is the name of a load's calls: figures are told by class, and parts of strategies may
// look at it.
type Class string

var classText = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_-]*$`)

// UnmarshalText reads a name.
func (c *Class) UnmarshalText(text []byte) error {
	if !classText.Match(text) {
		return &unit.Error{Found: unit.Quote(string(text)),
			Meant: "a name of letters, digits, - and _, such as labels"}
	}
	*c = Class(text)
	return nil
}

// Patterns are those of its text.
func (*Class) Patterns() []string { return []string{classText.String()} }

// A Who says who makes the calls of a load. Left out, all users of the fleet do.
type Who struct {
	Customers []int `yaml:"customers" min:"0" doc:"Only on behalf of these customers, by number. Default all."`
	Nodes     []int `yaml:"nodes" min:"0" doc:"Only through these nodes, by number; while one is down, through the next that is up. Default all."`
	Users     *int  `yaml:"users" min:"1" max:"16777216" doc:"So many users of this load's own, dealt to these customers and nodes as the fleet's users are. Default: the fleet's users."`
	Workers   *int  `yaml:"workers" min:"1" max:"16777216" doc:"So many workers in place of users: nobody who clicks again, loses patience beside a call, or is told to stop."`
}

// Check reports users beside workers.
func (w *Who) Check(at strict.Place) {
	if w.Users != nil && w.Workers != nil {
		at.Key("workers").WrongKey(`"workers" beside "users"`, "one of the two")
	}
}

// Within reports customers and nodes that are not there.
func (w *Who) Within(at strict.Place, s measure.Sizes) {
	for _, list := range []struct {
		key string
		all []int
		of  int
	}{{"customers", w.Customers, s.Customers}, {"nodes", w.Nodes, s.Nodes}} {
		for i, n := range list.all {
			if n >= list.of {
				at.Key(list.key).Item(i).Wrong(strconv.Itoa(n), fmt.Sprintf("0 to %d", list.of-1))
			}
		}
	}
}

// means reports whether a node and a customer are among those that are named. Nil means all.
func (w *Who) means(node, customer int) bool {
	return w == nil || among(w.Nodes, node) && among(w.Customers, customer)
}

func among(list []int, n int) bool { return len(list) == 0 || slices.Contains(list, n) }

// seat is the node and the customer that the i-th caller is dealt to, among those that are named:
// all customers of the first node come first.
func (w *Who) seat(i, nodes, customers int) (node, customer int) {
	if w == nil {
		return Deal(i, nodes, customers)
	}
	return dealt(w.Nodes, i/chosen(w.Customers, customers), nodes), dealt(w.Customers, i, customers)
}

// chosen counts those that are named; no list names all.
func chosen(list []int, all int) int {
	if len(list) > 0 {
		return len(list)
	}
	return all
}

func dealt(list []int, i, all int) int {
	i %= chosen(list, all)
	if len(list) > 0 {
		return list[i]
	}
	return i
}

// A Mechanical shape is carried out by workers of its own: so many where a file does not say how
// many, and names so many customers.
type Mechanical interface {
	Workers(customers int) int
}

// Callers are those who make the calls of a load. Each has a number among all users and workers of
// a run: the fleet's users come first.
type Callers struct {
	Count   int  // how many
	Workers bool // they are no users

	own   bool
	first uint32   // the number of the first, where they are the load's own
	some  []uint32 // the numbers of some of the fleet's users; nil: all of them
	who   *Who
	sizes measure.Sizes
}

// CallersOf returns the callers of a load. The numbers from first on are free.
func CallersOf(l *Load, s measure.Sizes, first uint32) Callers {
	c := Callers{Count: s.Users, first: first, who: l.Who, sizes: s}
	who := l.Who
	if who == nil {
		who = &Who{}
	}
	machine, mechanical := l.Shape.(Mechanical)
	switch {
	case who.Workers != nil:
		c.own, c.Workers, c.Count = true, true, *who.Workers
	case mechanical:
		c.own, c.Workers, c.Count = true, true, machine.Workers(len(who.Customers))
	case who.Users != nil:
		c.own, c.Count = true, *who.Users
	case len(who.Customers)+len(who.Nodes) > 0:
		c.some = []uint32{}
		for u := range s.Users {
			if who.means(Deal(u, s.Nodes, s.Customers)) {
				c.some = append(c.some, uint32(u))
			}
		}
		c.Count = len(c.some)
	}
	return c
}

// Own is how many of them are not users of the fleet.
func (c *Callers) Own() int {
	if c.own {
		return c.Count
	}
	return 0
}

// Number returns the number of the i-th caller among all users and workers.
func (c *Callers) Number(i int) uint32 {
	switch {
	case c.own:
		return c.first + uint32(i)
	case c.some != nil:
		return c.some[i]
	}
	return uint32(i)
}

// Seat returns the node through which the caller of that number calls while so many are there, and
// the customer. Who is addressed at nodes stays there.
func (c *Callers) Seat(caller uint32, nodes int) (node, customer int) {
	if c.own {
		return c.who.seat(int(caller-c.first), nodes, c.sizes.Customers)
	}
	if c.who != nil && len(c.who.Nodes) > 0 {
		nodes = c.sizes.Nodes
	}
	return Deal(int(caller), nodes, c.sizes.Customers)
}
