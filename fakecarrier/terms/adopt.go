package terms

import (
	"reflect"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/internal/strict"
)

// adopt takes from the profile what the file does not say.
func (c *Terms) adopt(p *fakecarrier.Profile, at strict.Place) {
	given := func(key string) bool { return at.Key(key).Given() }
	if !given("grant") {
		c.Grant = GrantClientCredentials
		if p.RenewsByRefresh() {
			c.Grant = GrantRefresh
		}
	}
	if c.Grant == GrantRefresh {
		c.Refresh = c.Refresh.over(p.Grants.Refresh, at.Key("refresh"))
	}
	c.Answers.adopt(p.Grants.InvalidGrant(), at.Key("answers").Key("invalid_grant"))
	if !given("exp_whole_seconds") {
		c.Seconds = p.WholeSeconds
	}
	if !given("renew_not_before") {
		c.NotYet = strict.Span(p.RenewNotBefore)
	}
	if p.LifeMost > 0 && !given("token_life") {
		c.Life = tokenLife(p.Lives())
		if !given("expires_in") {
			c.Says = ExpiresIn{says: p.Says, length: p.ExpiresIn, given: true}
		}
	}
}

// tokenLife is what a profile says of it.
func tokenLife(text string) (l TokenLife) {
	if err := l.UnmarshalText([]byte(text)); err != nil {
		panic("terms: " + err.Error()) // lengths above zero, in order
	}
	return l
}

// adopt takes what the file does not say.
func (a *AnswerSpec) adopt(of fakecarrier.GrantRefusal, at strict.Place) {
	if !at.Key("status").Given() {
		a.InvalidGrant.Status = of.Status
	}
	if a.reworded = at.Key("code").Given(); !a.reworded {
		a.InvalidGrant.Code = of.Code
	}
}

// over is what the file says, and for the rest the profile; of is nil where that has no refresh
// tokens.
func (r *RefreshSpec) over(of *fakecarrier.RefreshTerms, at strict.Place) *RefreshSpec {
	all := RefreshSpec{Revokes: true}
	if of != nil {
		all = specOf(of)
	}
	if r == nil {
		return &all
	}
	into, from := reflect.ValueOf(&all).Elem(), reflect.ValueOf(r).Elem()
	for i := range into.NumField() {
		if at.Key(into.Type().Field(i).Tag.Get("yaml")).Given() {
			into.Field(i).Set(from.Field(i))
		}
	}
	if all.Supersede == fakecarrier.AtIssue && !at.Key("at_most").Given() {
		all.AtMost = 0 // no file can write that
	}
	return &all
}

// specOf is what a file would say for these terms.
func specOf(t *fakecarrier.RefreshTerms) RefreshSpec {
	r := RefreshSpec{
		Life: strict.PositiveSpan(t.Life), LifeFrom: t.LifeFrom, Idle: strict.PositiveSpan(t.Idle),
		Rotation: Rotation{t.Rotation}, Supersede: t.Supersede, AtMost: strict.PositiveSpan(t.AtMost),
		Interval: strict.Span(t.ReuseInterval), Reach: t.Reach, Times: t.ReuseTimes,
		Parent: t.ForgivesParent, Replay: t.Replay, OnReuse: t.OnReuse, Revokes: !t.KeepsAccess,
		Together: t.Concurrent, Families: Newest(t.Families),
	}
	if t.OldStays {
		r.Old = OldStays
	}
	return r
}
