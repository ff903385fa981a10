package strategies

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
)

// A Kind is a kind of part that was registered.
type Kind struct {
	Name  string // in strategy files and in events
	About string // what it does, in one sentence without its full stop
	Part  Part   // its fields are the defaults of strategy files
}

var (
	kinds     = map[string]Kind{}
	kindNames = map[reflect.Type]string{}
)

// Register gives a part the name that it has in strategy files, flags and events. The fields of
// part are the defaults of strategy files. Call Register from an init function. It panics if the
// name or the type of the part is registered already.
func Register(name, about string, part Part) {
	if _, ok := kinds[name]; ok {
		panic(fmt.Sprintf("strategies: two parts are called %q", name))
	}
	t := typeOf(part)
	if other, ok := kindNames[t]; ok {
		panic(fmt.Sprintf("strategies: %v is registered as %q and as %q", t, other, name))
	}
	if !isLayer(part) {
		panic(fmt.Sprintf("strategies: %v has none of the methods Source, Strategy and Retry", t))
	}
	kinds[name], kindNames[t] = Kind{name, about, part}, name
}

func isLayer(p Part) bool {
	switch p.(type) {
	case SourcePart, StrategyPart, RetryPart:
		return true
	}
	return false
}

// Kinds returns all kinds of parts, sorted by name.
func Kinds() []Kind {
	var all []Kind
	for _, name := range slices.Sorted(maps.Keys(kinds)) {
		all = append(all, kinds[name])
	}
	return all
}

// KindNamed returns the kind of that name, false if there is none.
func KindNamed(name string) (Kind, bool) {
	k, ok := kinds[name]
	return k, ok
}

// NameOf returns the name under which the type of p is registered, or the name of its type.
func NameOf(p Part) string {
	t := typeOf(p)
	if name, ok := kindNames[t]; ok {
		return name
	}
	return t.String()
}

// typeOf returns the type of a part, or of the part that p points to.
func typeOf(p Part) reflect.Type {
	t := reflect.TypeOf(p)
	if t.Kind() == reflect.Pointer {
		return t.Elem()
	}
	return t
}
