package prove

import "fmt"

// A Counterexample is a schedule that breaks a property, with the fewest slow legs, losses and
// crashes of all that do.
type Counterexample struct {
	Scope    // in which it was found: no fewer of those suffice
	Property int
	Ways     []int // choice by choice
}

// Least looks for a counterexample among the schedules of the scope in which there is one. stopped
// is asked now and then whether to give up.
func Least(s Scope, property int, stopped func() bool) (*Counterexample, error) {
	for n := range s.Slow + s.Losses + s.Crashes + 1 {
		for _, b := range s.budgets(n) {
			c, err := b.first(property, stopped)
			if c != nil || err != nil {
				return c, err
			}
		}
	}
	return nil, fmt.Errorf("no schedule breaks %q", s.Properties()[property].String())
}

// budgets are the scopes in which n things at most are out of the ordinary, all of them.
func (s Scope) budgets(n int) (all []Scope) {
	for losses := range min(n, s.Losses) + 1 {
		for crashes := range min(n-losses, s.Crashes) + 1 {
			if slow := n - losses - crashes; slow <= s.Slow {
				b := s
				b.Slow, b.Losses, b.Crashes = slow, losses, crashes
				all = append(all, b)
			}
		}
	}
	return all
}

// first is the first schedule of the scope that breaks a property, if there is one.
func (s Scope) first(property int, stopped func() bool) (*Counterexample, error) {
	g, err := New(s)
	if err != nil {
		return nil, err
	}
	for {
		schedule, err := g.carryOut()
		if err != nil || stopped() {
			return nil, err
		}
		came := g.met
		if came == nil {
			broken := s.broken(&schedule)
			if broken[property] {
				c := &Counterexample{Scope: s, Property: property}
				for _, f := range g.path {
					c.Ways = append(c.Ways, f.Way)
				}
				return c, nil
			}
			whole := one(broken)
			came = &whole
		}
		if _, over, err := g.back(*came); over || err != nil {
			return nil, err
		}
	}
}
