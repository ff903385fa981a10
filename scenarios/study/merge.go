package study

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
)

// Merge puts the shards of a study together, in whatever order they come: the result is what one
// run would have given. The error, a *strict.Mistake, names the file that does not fit.
func Merge(shards []*Study) (*Study, error) {
	if len(shards) == 0 {
		return nil, errors.New("no shards to merge")
	}
	first := shards[0]
	if first.Shard.whole() {
		return nil, misplaced(first.Name, 1, "a whole study", "a shard of one")
	}
	h, n := first.Header, first.Shard.Of
	h.Shard = Shard{}
	whole := New(h)
	byNumber := map[int]*Study{}
	for _, s := range shards {
		if err := s.fits(first); err != nil {
			return nil, err
		}
		if twin := byNumber[s.Shard.Number]; twin != nil {
			return nil, misplaced(s.Name, 1, fmt.Sprintf("shard %s once more", s.Shard),
				"each shard once; it is in "+twin.Name)
		}
		if missing := s.Missing(); missing > 0 {
			return nil, misplaced(s.Name, 1,
				fmt.Sprintf("a shard of which %d cells are missing", missing), meantWhole)
		}
		byNumber[s.Shard.Number] = s
		for r := range s.Results() {
			if err := cmp.Or(whole.Put(r), s.Err()); err != nil {
				return nil, err
			}
		}
	}
	for i := range n {
		if byNumber[i+1] == nil {
			return nil, misplaced(first.Name, 1, fmt.Sprintf("%d of %d shards", len(shards), n),
				fmt.Sprintf("all; shard %s is missing", Shard{i + 1, n}))
		}
	}
	return whole, nil
}

// fits is an error where s is a shard of another study than first; it names what differs.
func (s *Study) fits(first *Study) error {
	p, q := &s.Plan, &first.Plan
	for _, d := range []struct {
		what string
		a, b any
	}{
		{"format", s.Format, first.Format}, {"version", s.Version, first.Version},
		{"scenarios", p.Scenarios, q.Scenarios}, {"settings", p.Varied, q.Varied},
		{"readings", p.Readings, q.Readings},
		{"strategies", p.Strategies, q.Strategies}, {"first seed", p.First, q.First},
		{"seeds", p.Seeds, q.Seeds}, {"precision", p.Precision, q.Precision},
		{"asked for", p.Ask.String(), q.Ask.String()},
		{"inputs", p.Inputs, q.Inputs},
	} {
		if found, meant := plain(d.a), plain(d.b); found != meant {
			return misplaced(s.Name, 1, d.what+" "+found, d.what+" "+meant+", as in "+first.Name)
		}
	}
	if s.Shard.Of != first.Shard.Of {
		meant := "a whole study"
		if !first.Shard.whole() {
			meant = fmt.Sprintf("one of %d shards", first.Shard.Of)
		}
		return misplaced(s.Name, 1, s.Shard.phrase(), meant+", as in "+first.Name)
	}
	return nil
}

// plain is v as its file shows it.
func plain(v any) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic(err) // strings and numbers
	}
	return string(bytes.TrimSpace(b.Bytes()))
}
