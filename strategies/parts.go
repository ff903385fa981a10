package strategies

import (
	"fmt"
	"maps"
	"slices"
)

// A maker makes a part from its settings; mistakes stay in the settings.
type maker func(s *settings) Part

var makers = map[string]maker{}

// part registers a part under the name that strategy files use.
func part(name string, m maker) struct{} {
	if _, ok := makers[name]; ok {
		panic(fmt.Sprintf("strategies: two parts are called %q", name))
	}
	makers[name] = m
	return struct{}{}
}

// Parts lists the names of the parts, sorted.
func Parts() []string { return slices.Sorted(maps.Keys(makers)) }
