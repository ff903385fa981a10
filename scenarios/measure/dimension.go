package measure

import (
	"maps"
	"math"
	"slices"
)

// A Dimension is a way to cut a run into parts, each of which has figures of its own. An entry of
// the list below is all that it takes: results, expectations, tables, CSV and charts have it then.
type Dimension struct {
	Name   string // in tables and CSV, and the key of an expectation: class
	Plural string // in JSON: classes
	About  string // what a part is

	names func(c *Course) []string // of the parts
	of    func(r *Record) int      // the index of the part that the fleet's r belongs to; -1: none
	in    func(o *Outcome) *Portions
	// Each strategy has a part of its own name, which is called Compared too.
	compared bool
	// What others than the fleet do, and what happens to a part, belongs to that part alone.
	closed bool
}

// Compared is what expectations call the part that is named after the strategy of the run.
const Compared = "compared"

var dimensions = []Dimension{
	{
		Name: "class", Plural: "classes", About: "calls of the loads of one name",
		names: func(c *Course) []string { return c.Classes },
		of:    func(r *Record) int { return int(r.Class) - 1 },
		in:    func(o *Outcome) *Portions { return &o.Classes },
	},
	{
		Name: "group", Plural: "groups", About: "what runs one strategy, in a mixed fleet",
		names: func(c *Course) []string { return c.Groups },
		of: func(r *Record) int {
			if r.Kind == SessionLost && r.Serial == 0 && r.Action == 0 {
				return -1 // no request lost it
			}
			return int(r.Group)
		},
		in:       func(o *Outcome) *Portions { return &o.Groups },
		compared: true,
	},
	{
		Name: "carrier", Plural: "carriers", About: "what one of several carriers was asked, and did",
		names: func(c *Course) (names []string) {
			for _, of := range c.Carriers {
				names = append(names, of.Name)
			}
			if len(names) == 1 {
				return nil // it is the whole
			}
			return names
		},
		of:     func(r *Record) int { return int(r.Carrier) },
		in:     func(o *Outcome) *Portions { return &o.Carriers },
		closed: true,
	},
}

// Dimensions are all of them, in the order in which tables have them.
func Dimensions() []Dimension { return slices.Clone(dimensions) }

// Part is what a part of a run came to; nil: the run has none of that name.
func (d *Dimension) Part(o *Outcome, name string) *Outcome {
	if d.compared && name == Compared {
		name = o.Strategy
	}
	return (*d.in(o))[name]
}

// Parts names the parts of a run: first the one that is named after its strategy, then by name.
func (d *Dimension) Parts(o *Outcome) []string {
	names := slices.Sorted(maps.Keys(*d.in(o)))
	if i := slices.Index(names, o.Strategy); d.compared && i > 0 {
		names = slices.Insert(slices.Delete(names, i, i+1), 0, o.Strategy)
	}
	return names
}

// Shared is the name by which runs of other strategies than this one have the same part.
func (d *Dimension) Shared(strategy, name string) string {
	if d.compared && name == strategy {
		return Compared
	}
	return name
}

// Of is the figure of a part, none in a run that has no such part.
func (d *Dimension) Of(f Figure, name string) Figure {
	whole := f.Of
	if f.id != "" {
		f.id = d.ID(f.id, name)
	}
	f.Of = func(o *Outcome) float64 {
		if part := d.Part(o, name); part != nil && !f.Whole {
			return whole(part)
		}
		return math.NaN()
	}
	return f
}

// ID is that of the figure of a part.
func (d *Dimension) ID(of, name string) string { return of + "\x00" + d.Name + "\x00" + name }

// Names are those of the parts of a run, by the indices that Index returns.
func (d *Dimension) Names(c *Course) []string { return d.names(c) }

// Index is that of the part that a record belongs to; -1: it belongs to none. What happens to all,
// or to somebody else, belongs to none.
func (d *Dimension) Index(r *Record) int {
	if r.fault() || !d.closed && (r.By != ByFleet || r.common()) {
		return -1
	}
	return d.of(r)
}

// fault reports whether a record is of a fault.
func (r *Record) fault() bool { return r.Kind == FaultBegan || r.Kind == FaultEnded }

// common reports whether a record is of what happens to all: a fault, an imposed ban, a sign-in.
func (r *Record) common() bool {
	return r.fault() || r.Kind == BanImposed || r.Kind == SessionBegan
}

// common reports whether a record belongs to each part. Of what is closed, the faults do that
// strike no part in particular; the others belong to one.
func (d *Dimension) common(c *Course, r *Record) bool {
	if !d.closed {
		return r.common()
	}
	return r.fault() && (int(r.Fault) >= len(c.Troubles) || c.Troubles[r.Fault].Carrier == nil)
}

// course is what is known of a part of a run, which has no parts.
func (d *Dimension) course(c Course, part int) Course {
	c.part = true
	if d.closed {
		carriers := make([]CarrierCourse, len(c.Carriers))
		carriers[part] = c.Carriers[part]
		c.Carriers = carriers
	}
	return c
}
