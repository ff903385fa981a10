package strategies

import (
	"fmt"
	"maps"
	"slices"
)

// A maker makes a part from its settings; mistakes stay in the settings.
type maker func(s *settings) Part

// A kind of parts is what a strategy file names.
type kind struct {
	about string // what it does, in one line
	make  maker
}

var kinds = map[string]kind{}

// part registers a kind of parts under the name that strategy files use, with what it does.
func part(name, about string, m maker) struct{} {
	if _, ok := kinds[name]; ok {
		panic(fmt.Sprintf("strategies: two parts are called %q", name))
	}
	kinds[name] = kind{about, m}
	return struct{}{}
}

// Parts lists the names of the parts, sorted.
func Parts() []string { return slices.Sorted(maps.Keys(kinds)) }

// AboutPart says what the part of that name does, in one line; nothing of an unknown one.
func AboutPart(name string) string { return kinds[name].about }
