package reply

import (
	"errors"
	"slices"
	"strings"
	"sync"

	"github.com/tokenstorm/tokenstorm/fakecarrier/wire"
)

// A Set is the operations of a carrier, ready to answer. It is safe for concurrent use.
type Set struct {
	name     string
	services []wire.Service
	unasked  []wire.Service // that are quoted unasked: those that do not go abroad
	takes    taker
	all      []*Operation
	exact    map[string][]*Operation // by path
	patterns []*Operation
	paths    []string // METHOD PATH of all that is served, the token endpoint too
}

// sets remembers the Set of each list of operations, by its first one: a carrier is read once,
// however many worlds it is served in.
var sets sync.Map

// Of returns the Set of a carrier of that name. Its error names every text of the operations that
// cannot be read.
func Of(name string, w *wire.Wire) (*Set, error) {
	if len(w.Operations) == 0 {
		return newSet(name, w)
	}
	if set, ok := sets.Load(&w.Operations[0]); ok {
		return set.(*Set), nil
	}
	set, err := newSet(name, w)
	if err == nil {
		sets.Store(&w.Operations[0], set)
	}
	return set, err
}

func newSet(name string, w *wire.Wire) (*Set, error) {
	var wrong []error
	set := &Set{
		name: strings.ToUpper(name), services: w.Services, exact: map[string][]*Operation{},
		takes: taker{exact: w.Exact, oneForMany: w.OneForMany},
	}
	set.unasked = slices.DeleteFunc(slices.Clone(w.Services), func(s wire.Service) bool {
		return s.Abroad
	})
	schemas, err := readSchemas(w.Requests)
	if err != nil {
		return nil, err
	}
	for i, o := range w.Operations {
		op := newOperation(set, i, o)
		wrong = append(wrong, op.compile())
		op.shape = schemas.body(o.Method + " " + o.Path).and(shapeOf(Value([]byte(o.Example.Body))))
		set.all = append(set.all, op)
		if slices.ContainsFunc(op.segments, isAny) {
			set.patterns = append(set.patterns, op)
		} else {
			path := strings.TrimSuffix(o.Path, "/")
			set.exact[path] = append(set.exact[path], op)
		}
		if o.Outcome == wire.Answered {
			set.paths = append(set.paths, o.Method+" "+o.Path)
		}
	}
	for _, other := range [][2]string{
		{"POST", w.Token}, {"POST", w.Refresh}, {"GET", w.Authorize}, {"POST", w.Revoke},
	} {
		if other[1] != "" {
			set.paths = append(set.paths, other[0]+" "+other[1])
		}
	}
	return set, errors.Join(wrong...)
}

func isAny(segment string) bool {
	_, ok := wire.SegmentName(segment)
	return ok
}

// Find returns the operation of a request; nil if there is none, and then the methods that the path
// has, none if it is not served at all. A slash at the end of a path makes no difference.
func (set *Set) Find(method, path string) (o *Operation, methods []string) {
	path = strings.TrimSuffix(path, "/")
	for _, o := range set.exact[path] {
		if o.Method == method {
			return o, nil
		}
		methods = append(methods, o.Method)
	}
	for _, o := range set.patterns {
		if !o.matches(path) {
			continue
		}
		if o.Method == method {
			return o, nil
		}
		methods = append(methods, o.Method)
	}
	slices.Sort(methods)
	return nil, slices.Compact(methods)
}

func (o *Operation) matches(path string) bool {
	for i, want := range o.segments {
		segment, rest, more := strings.Cut(path, "/")
		if isAny(want) && segment == "" || !isAny(want) && want != segment {
			return false
		}
		if more == (i == len(o.segments)-1) {
			return false
		}
		path = rest
	}
	return true
}

// Nearest returns the METHOD PATH that is served and most like the one that is not; "" if nothing
// is served.
func (set *Set) Nearest(method, path string) string {
	return wire.NearestPath(method+" "+path, set.paths)
}
