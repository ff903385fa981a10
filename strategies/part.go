package strategies

// A Part is one layer of a strategy: a SourcePart below the retry, a StrategyPart above it, or the
// RetryPart between them. A part holds settings alone; what it makes holds the state.
type Part interface {
	// Settings declares each setting of the part to s, which may change it, and returns the part as
	// it is then.
	Settings(s *Settings) Part
}

// A SourcePart wraps what hands out tokens. The innermost Source is the carrier's endpoint.
type SourcePart interface {
	Part
	Source(env Env, next Source) Source
}

// A StrategyPart wraps whole actions.
type StrategyPart interface {
	Part
	Strategy(env Env, next Strategy) Strategy
}

// A RetryPart turns a Source into a Strategy: it performs the call, and decides what follows a
// refused token. Every strategy has exactly one.
type RetryPart interface {
	Part
	Retry(env Env, source Source) Strategy
}

// Needs are what parts ask of an Env beyond their own node.
type Needs struct {
	Shared bool // Env.Shared, the store that every node reaches
	Lease  bool // Env.Lease, which lies in that store
	Fleet  bool // Env.Fleet, by which all nodes know the same without a message
	Oracle bool // Env.Oracle, which only a simulation has
}

// NeedsOf returns what any of the parts needs. A part that has needs has a method Needs.
func NeedsOf(parts ...Part) Needs {
	var all Needs
	for _, p := range parts {
		if p, ok := p.(interface{ Needs() Needs }); ok {
			n := p.Needs()
			all.Shared = all.Shared || n.Shared
			all.Lease = all.Lease || n.Lease
			all.Fleet = all.Fleet || n.Fleet
			all.Oracle = all.Oracle || n.Oracle
		}
	}
	return all
}
