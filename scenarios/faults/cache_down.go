package faults

import (
	"time"

	"github.com/tokenstorm/tokenstorm/strategies"
)

func init() {
	Register("cache_down", "The token cache is down: reads miss, writes vanish.",
		func() Kind { return &CacheDown{} })
}

// CacheDown takes token caches down.
type CacheDown struct {
	Spell `yaml:",inline"`

	Node  *int `yaml:"node" min:"0" doc:"Only this node's. Default all."`
	Store bool `yaml:"store" doc:"The store shared by all nodes as well."`
}

// Apply takes the caches down.
func (f *CacheDown) Apply(p Platform) {
	f.During(p, func() func() { return p.CachesDown(f.caches()) })
}

func (f *CacheDown) caches() Caches { return Caches{Node: f.Node, Store: f.Store} }

// Label is cache down.
func (*CacheDown) Label() string { return "cache down" }

// Blames reports whether the node asked because its cache gave no answer, or has lost the token.
func (f *CacheDown) Blames(h *Hit) bool {
	caches := f.caches()
	if time.Duration(f.At) > h.At || !caches.Of(h.Node) {
		return false
	}
	return h.Why == strategies.WhyCacheDown || h.Why == strategies.WhyCold && h.Had
}
