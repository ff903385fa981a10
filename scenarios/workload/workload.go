// Package workload has the shapes of a scenario's clicks, one file a shape: its settings, and when
// somebody clicks.
package workload

import (
	"io"
	"math/rand/v2"
	"time"

	"github.com/tokenstorm/tokenstorm/internal/chance"
	"github.com/tokenstorm/tokenstorm/internal/strict"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// A Shape is how clicks come, as read from a file. It is either Waiting or Arriving.
type Shape interface {
	// Check reports what does not fit the scenario, and reads files that it names.
	Check(at strict.Place, s Scope)
	// Actions is roughly how many actions there will be in a run of this size, where an answer takes
	// so long.
	Actions(s measure.Sizes, answer time.Duration) float64
}

// A Waiting shape is users who wait for the outcome of their click before they click again.
type Waiting interface {
	Shape
	// Thinks returns when a user begins to think, and how long he thinks before each click.
	Thinks() (start, think *chance.Distribution)
}

// An Arriving shape is clicks that wait for nobody.
type Arriving interface {
	Shape
	// Clicks returns the clicks of a run, drawn from the streams of these names.
	Clicks(s measure.Sizes, stream func(name string) *rand.Rand) Next
}

// A Limited shape has clicks in stretches of a run alone.
type Limited interface {
	Shape
	// Stretches are those of a run of this length, each from its first click to its last, in order.
	Stretches(length time.Duration) []Stretch
}

// A Stretch is a part of a run, both ends included.
type Stretch struct{ From, Until time.Duration }

// A Changing shape comes at a rate that may change over a run.
type Changing interface {
	Shape
	// Rates are where it begins, turns or steps, and ends, in a run of this length, in order: between
	// two of them the rate changes evenly. One that never changes has none.
	Rates(length time.Duration) []Rate
}

// A Rate is that of an instant.
type Rate struct {
	At        time.Duration
	PerSecond float64
}

// A Recording is an Arriving shape whose clicks are read from a file, and so known before the run:
// at equal times they come before what the run itself causes.
type Recording interface {
	Arriving
	// Source is the file, as the scenario names it.
	Source() string
	// LeftOut is a remark on what of the file lies beyond the end of a run of this length, empty if
	// nothing does.
	LeftOut(length time.Duration) string
}

// Next returns the next click, which is not earlier than the one before. It returns false when
// there are no more.
type Next func() (Click, bool)

// A Click is a click of a shape that waits for nobody.
type Click struct {
	At             time.Duration // since the run's start
	User           uint32        // measure.NoUser: recorded, with its Node and Customer
	Node, Customer int
}

// A Scope is what a Shape belongs to. Its Users are those who make the load's calls.
type Scope struct {
	measure.Sizes
	Who *Who // nil: it is not said
	// Open opens a file that lies beside the scenario, and returns its name for messages.
	Open func(file string) (f io.ReadCloser, name string, err error)
}

// A Load is one source of clicks: a shape, and the key by which the file names it; the class of its
// calls, which may be empty; who makes them, and to which carrier.
type Load struct {
	Key string
	Shape
	Name    Class
	Who     *Who
	Carrier string // which it calls; empty: the first
}

var kinds = strict.NewKinds("load")

// RegisterWaiting adds a shape by its key. About is one sentence; create returns a pointer to a
// struct, into which a file is read. It panics if the key is taken.
func RegisterWaiting(key, about string, create func() Waiting) {
	kinds.Add(strict.UnionKind{Key: key, About: about, New: func() any { return create() }})
}

// RegisterArriving is the same for clicks that wait for nobody.
func RegisterArriving(key, about string, create func() Arriving) {
	kinds.Add(strict.UnionKind{Key: key, About: about, New: func() any { return create() }})
}

// Names lists the keys of the shapes, sorted.
func Names() []string { return kinds.Keys() }

// About is the sentence about the shape of that key, empty if there is no such shape.
func About(key string) string { return kinds.About(key) }

// Kinds are those that a file may name.
func (l *Load) Kinds() *strict.Kinds { return kinds }

// Beside are the keys beside that of the shape.
func (l *Load) Beside() []strict.Field {
	return []strict.Field{
		{Key: "name", Into: &l.Name, Doc: "The class of its calls: figures are told by class too, " +
			"and parts of strategies may look at it."},
		{Key: "who", Into: &l.Who, Doc: "Who makes the calls. Default all users of the fleet."},
		{Key: "carrier", Into: &l.Carrier,
			Doc: "Which of the carriers they call, by name. Default the first."},
	}
}

// Take keeps what was read.
func (l *Load) Take(key string, value any) { l.Key, l.Shape = key, value.(Shape) }
