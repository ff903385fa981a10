package strategies

// A Part is one layer of a strategy: a [SourcePart] below the retry, a [StrategyPart] above it,
// or the [RetryPart] between them. A part holds settings alone; the Source or Strategy that it
// makes holds the state.
type Part interface {
	// Settings declares each setting of the part to s, which may change it, and returns the changed
	// part.
	Settings(s *Settings) Part
}

// A SourcePart wraps a Source. The innermost Source is the carrier's endpoint.
type SourcePart interface {
	Part
	Source(env Env, next Source) Source
}

// A StrategyPart wraps a Strategy, which carries out whole actions.
type StrategyPart interface {
	Part
	Strategy(env Env, next Strategy) Strategy
}

// A RetryPart makes a Strategy of a Source: it makes the call, and decides what to do about a
// refused token. A strategy has exactly one.
type RetryPart interface {
	Part
	Retry(env Env, source Source) Strategy
}

// Needs are what parts use of an Env beyond their own node.
type Needs struct {
	Shared bool // Env.Shared, the store that every node reaches
	Lease  bool // Env.Lease, which lies in that store
	Quota  bool // Env.Quota, which lies in that store
	Fleet  bool // Env.Fleet, which all nodes share without a message
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
			all.Quota = all.Quota || n.Quota
			all.Fleet = all.Fleet || n.Fleet
			all.Oracle = all.Oracle || n.Oracle
		}
	}
	return all
}
