package strategies

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// New builds a strategy of parts, outermost first, for one customer on one node. A field that is
// left out is zero and means zero. Where zero cannot work, the error names the field: it joins a
// *PartError for each mistake.
func New(env Env, parts ...Part) (Strategy, error) {
	if err := Check(parts...); err != nil {
		return nil, err
	}
	if err := env.check(NeedsOf(parts...)); err != nil {
		return nil, err
	}
	edges := env.observed()
	edges.parts, edges.memories = parts, env.remembers(parts)
	source := edges.Endpoint
	if env.Refreshes {
		source = edges.presenting(source)
	}
	var strategy Strategy
	for i, part := range slices.Backward(parts) {
		env := edges.observedPart(part)
		env.part = layer{i, NameOf(part)}
		switch p, ok := part.(RetryPart); {
		case ok:
			strategy = p.Retry(env, source)
		case strategy == nil:
			source = part.(SourcePart).Source(env, source)
		default:
			strategy = part.(StrategyPart).Strategy(env, strategy)
		}
	}
	if env.Observe != nil {
		return observedStrategy{env, strategy}, nil
	}
	return strategy, nil
}

// A PartError is a mistake in one part of a strategy, or in where it stands.
type PartError struct {
	Index        int    // of the part, from 0
	Field        string // "Lease.Hold"; empty where the mistake is where the part stands
	Found, Meant string
}

func (e *PartError) Error() string {
	if e.Field == "" {
		return fmt.Sprintf("strategies: part %d: found %s; meant %s", e.Index+1, e.Found, e.Meant)
	}
	return fmt.Sprintf("strategies: part %d: %s: found %s; meant %s", e.Index+1, e.Field, e.Found,
		e.Meant)
}

// Check returns an error if parts, outermost first, are no strategy: it joins a *PartError for each
// mistake.
func Check(parts ...Part) error {
	var wrong []error
	for i, p := range parts {
		if p == nil {
			return &PartError{Index: i, Found: "nil", Meant: "a part"}
		}
		refuse := func(key, found, meant string) {
			wrong = append(wrong, &PartError{i, fieldOf(p, key), found, meant})
		}
		Read(p, inspector{
			setting: func(s *Setting) {
				if found, meant := s.Problem(); found != "" {
					refuse(s.Key, found, meant)
				}
			},
			refuse: refuse,
		})
	}
	return errors.Join(append(wrong, misfits(parts)...)...)
}

// fieldOf returns the name of the field that a key sets, which is the key in another case and
// without hyphens. Without such a field it returns the key.
func fieldOf(p Part, key string) string {
	t := typeOf(p)
	if t.Kind() == reflect.Struct {
		for f := range t.Fields() {
			if name := f.Name; strings.EqualFold(name, strings.ReplaceAll(key, "-", "")) {
				return t.Name() + "." + name
			}
		}
	}
	return t.Name() + ": " + key
}

// misfits are errors about the parts that stand in a wrong place.
func misfits(parts []Part) (wrong []error) {
	misfit := func(i int, found string) {
		wrong = append(wrong, &PartError{
			Index: i, Found: found, Meant: "parts above, one retry, parts below it",
		})
	}
	retry := slices.IndexFunc(parts, isRetry)
	if retry < 0 {
		misfit(0, "no retry; `- retry: {retries: 0}` calls once")
		return wrong
	}
	for i, p := range parts {
		_, above := p.(StrategyPart)
		_, below := p.(SourcePart)
		switch {
		case i < retry && !above:
			misfit(i, "a part that belongs below the retry")
		case i > retry && isRetry(p):
			misfit(i, "a second retry")
		case i > retry && !below:
			misfit(i, "a part that belongs above the retry")
		}
	}
	return wrong
}

func isRetry(p Part) bool {
	_, ok := p.(RetryPart)
	return ok
}

// check refuses an Env that lacks what parts with such needs use.
func (e *Env) check(needs Needs) error {
	for _, f := range []struct {
		name    string
		missing bool
	}{
		{"Clock", e.Clock == nil}, {"NewMutex", e.NewMutex == nil}, {"Go", e.Go == nil},
		{"WithTimeout", e.WithTimeout == nil},
		{"Rand", e.Rand == nil}, {"Endpoint", e.Endpoint == nil}, {"Store", e.Store == nil},
		{"Shared", e.Shared == nil && needs.Shared}, {"Lease", e.Lease == nil && needs.Lease},
		{"Quota", e.Quota == nil && needs.Quota},
		{"Node", e.Node == nil}, {"Fleet", e.Fleet == nil},
	} {
		if f.missing {
			return fmt.Errorf("strategies: Env.%s is not set; OnClock sets all but Endpoint", f.name)
		}
	}
	if _, own := e.Quota.(ownQuota); own && needs.Quota && e.Nodes > 1 {
		return fmt.Errorf("strategies: found Env.Quota of this process alone and %d nodes; meant one "+
			"that all nodes reach, such as a redisstore.Quota", e.Nodes)
	}
	return nil
}
