package fakecarrier

import (
	"fmt"
	"strconv"
	"time"

	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// Sources say where what a profile says of its carrier stands, by the keys of its Facts: a page, a
// thread, or the word assumed, where there is none.
type Sources map[string]string

// A Fact is one thing that a profile says of its carrier.
type Fact struct {
	Key    string // as a scenario's carrier has it: refresh.reuse_interval; meters are numbered from 1
	Value  string // as a scenario writes it; a meter in words
	Source string
}

// Facts are what the profile says, in the order in which docs list the keys.
func (p *Profile) Facts() (all []Fact) {
	add := func(key, value string) { all = append(all, Fact{key, value, p.Sources[key]}) }
	add("token_life", p.Lives())
	add("expires_in", p.SaysText())
	add("tokens", p.Policy.String())
	if p.WholeSeconds {
		add("exp_whole_seconds", "true")
	}
	if p.RenewNotBefore > 0 {
		add("renew_not_before", unit.FormatDuration(p.RenewNotBefore))
	}
	if t := p.Grants.Refresh; t != nil {
		for _, f := range t.facts() {
			add("refresh."+f.Key, f.Value)
		}
		r := p.Grants.InvalidGrant()
		add("answers.invalid_grant", fmt.Sprintf("{status: %d, code: %s}", r.Status, r.Code))
	}
	for i, m := range p.Meters {
		add("meters."+strconv.Itoa(i+1), m.String())
	}
	return all
}

// Lives is how long tokens live, as a scenario writes it.
func (p *Profile) Lives() string {
	if p.LifeMost > 0 {
		return fmt.Sprintf("uniform %s..%s", unit.FormatDuration(p.TokenLife),
			unit.FormatDuration(p.LifeMost))
	}
	return unit.FormatDuration(p.TokenLife)
}

// SaysText is what an answer says of how long a token lives, as a file writes it.
func (p *Profile) SaysText() string {
	switch p.Says {
	case SaysNothing:
		return "none"
	case SaysLife:
		return "life"
	case SaysExpiresIn, SaysSecondLess:
	}
	return unit.FormatDuration(p.ExpiresIn)
}

// facts are what the terms say, without what cannot matter.
func (t *RefreshTerms) facts() (all []Fact) {
	add := func(given bool, key, value string) {
		if given {
			all = append(all, Fact{Key: key, Value: value})
		}
	}
	length := func(key string, d time.Duration) { add(d > 0, key, inDays(d)) }
	reused := t.Rotation.kind != rotateNever && !t.OldStays
	add(true, "rotation", t.Rotation.String())
	add(t.OldStays, "old_refresh", "stays")
	add(t.Supersede != AtIssue, "supersede", t.Supersede.String())
	length("at_most", t.AtMost)
	length("reuse_interval", t.ReuseInterval)
	add(t.Reach > 0, "reach", strconv.Itoa(t.Reach))
	add(t.ReuseTimes > 0, "reuse_times", strconv.Itoa(t.ReuseTimes))
	add(t.ForgivesParent, "forgives_parent", "true")
	add(reused && (t.forgives() || t.Replay != ReplaySame), "replay", t.Replay.String())
	add(reused, "on_reuse", t.OnReuse.String())
	add(reused && t.OnReuse == RevokeFamily && t.KeepsAccess, "revokes_access", "false")
	length("life", t.Life)
	add(t.LifeFrom != LifeFromIssue, "life_from", t.LifeFrom.String())
	length("idle", t.Idle)
	add(t.Concurrent != AllowConcurrent, "concurrent", t.Concurrent.String())
	add(t.Families > 0, "families", fmt.Sprintf("newest %d", t.Families))
	return all
}

// inDays is the text of a length of time, in days where these are whole and more than one.
func inDays(d time.Duration) string {
	if d%day == 0 && d > day {
		return fmt.Sprintf("%dd", d/day)
	}
	return unit.FormatDuration(d)
}
