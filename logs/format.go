package logs

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// A Format is one way in which logs are written. It is one file, which registers it.
type Format struct {
	Name  string
	About string // who writes it, or what it is
	Stamp Stamp
	// Generic formats fit much that is not theirs: they are taken where no other fits.
	Generic bool
	// Bare formats say when, and nothing else: no filter of them but of times.
	Bare bool

	// Wraps says that each line holds a line of another log.
	Wraps bool

	Sample string // a few lines of it
	Hits   string // what is read from them, as Hit.String has it, a line each
	Meant  string // what a record is, where no line of Sample shows it

	open      func(*Options) parser     // makes a parser of one file
	frame     func(head []byte) framing // of a file that begins so; nil: lines
	document  bool                      // its records are no lines
	stands    bool                      // its lines may stand among those of others, though generic
	goesOn    bool                      // lines of no record of its own go on with the one before
	asPrinted bool                      // zeros at the end of its stamps say how fine they are
	offsets   bool                      // its stamps count from the list's own zero
	spans     bool                      // its records are spans of traces
}

// A parser reads one record, and remembers what earlier ones of the file told it.
type parser func(*record) outcome

// A Stamp says which instant the stamps of a format are.
type Stamp = unit.Enum[stampNames]

type stampNames struct{}

// Names are as the docs have them.
func (stampNames) Names() []string { return []string{"begin", "end", "begin or end", "packet"} }

// stampOf is the instant that --stamp names.
func stampOf(name string) Stamp {
	if name == "end" {
		return Ends
	}
	return Begins
}

// The instants.
const (
	Begins Stamp = iota // when the request began
	Ends                // when its answer ended
	Either              // one of both, which the log does not say
	Packet              // when it was seen on the network
)

var formats = map[string]*Format{}

func register(f Format) {
	if _, ok := formats[f.Name]; ok {
		panic("logs: format " + f.Name + " is registered twice")
	}
	formats[f.Name] = &f
}

// Formats lists all formats, by name.
func Formats() []*Format {
	return slices.SortedFunc(maps.Values(formats), func(a, b *Format) int {
		return cmp.Compare(a.Name, b.Name)
	})
}

// FormatNames are the names that --format takes: those of formats alone, or behind the name of what
// wraps their lines, as docker/combined.
func FormatNames() []string {
	names := []string{"auto"}
	for _, f := range Formats() {
		names = append(names, f.Name)
	}
	return names
}

// Example is the first line of its sample that is a record, or what a record is.
func (f *Format) Example() string {
	if f.Meant != "" {
		return f.Meant
	}
	for line := range strings.Lines(f.Sample) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			return line
		}
	}
	return f.About
}
