package faults

import (
	"time"

	"github.com/tokenstorm/tokenstorm/internal/strict"
)

// A Length is how long a fault lasts; absent, it is for good.
type Length = strict.Optional[strict.Span]

// During lets a fault begin at an instant, and end so much later.
func During(p Platform, at strict.Instant, length Length, begin func() (end func())) {
	var end func()
	p.At(time.Duration(at), func() {
		p.Began()
		end = begin()
	})
	if length.Given {
		p.At(time.Duration(at)+time.Duration(length.Value), func() {
			p.Ended()
			end()
		})
	}
}

// Again lets f happen at an instant, and again and again until another. Without every it happens
// once, without until it has no end.
func Again(
	p Platform, at strict.Instant, every strict.Optional[strict.PositiveSpan],
	until strict.Optional[strict.Instant], f func(),
) {
	p.At(time.Duration(at), p.Began)
	if until.Given {
		p.At(time.Duration(until.Value), p.Ended)
	}
	var next func()
	next = func() {
		f()
		later := p.Now() + time.Duration(every.Value)
		if every.Given && (!until.Given || later < time.Duration(until.Value)) {
			p.At(later, next)
		}
	}
	if !until.Given || at < until.Value {
		p.At(time.Duration(at), next)
	}
}
