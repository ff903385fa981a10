package terms

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/internal/strict"
	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// A Grant is what a renewal shows.
type Grant string

// The grants.
const (
	GrantClientCredentials Grant = "client-credentials"
	GrantRefresh           Grant = "refresh"
)

// Choices are what a file may write.
func (Grant) Choices() []string {
	return []string{string(GrantClientCredentials), string(GrantRefresh)}
}

// RefreshSpec is what becomes of refresh tokens.
type RefreshSpec struct {
	Rotation  Rotation                 `yaml:"rotation" doc:"When a renewal gives a new refresh token: rotate, at each (default); none; or by the age of the one that is shown."`
	Old       OldRefresh               `yaml:"old_refresh" doc:"What becomes of the one that was shown: superseded (default), or stays, current beside the new one."`
	Supersede fakecarrier.Supersession `yaml:"supersede" doc:"When it is superseded: at-issue of the new one (default), first-use-of-new-refresh, first-use-of-new-access. Until then it is current."`
	AtMost    strict.PositiveSpan      `yaml:"at_most" doc:"The longest that it stays current for want of a first use, from its own first use on. Default for ever."`
	Interval  strict.Span              `yaml:"reuse_interval" doc:"For how long a superseded one is forgiven if it is shown again, its end included. Default 0s: never."`
	Reach     int                      `yaml:"reach" min:"1" doc:"How many generations back it is forgiven; an older one is reuse even within the interval. Default 1."`
	Times     int                      `yaml:"reuse_times" min:"1" doc:"How often one is forgiven, within the interval; without an interval, at any time. Default any number."`
	Parent    bool                     `yaml:"forgives_parent" doc:"Whether the one before the newest is forgiven at any time, however often. Default false."`
	Replay    fakecarrier.Replay       `yaml:"replay" doc:"The answer to one that is forgiven: same, the pair that superseded it (default); new, a further pair; access-only, without a refresh token; current, a new access token with the newest refresh token."`
	OnReuse   fakecarrier.OnReuse      `yaml:"on_reuse" doc:"What becomes of the family of one that is not: revoke (default), or refuse, and nothing changes."`
	Revokes   bool                     `yaml:"revokes_access" doc:"Whether the access tokens of a revoked family end, too. Default true."`
	Life      strict.PositiveSpan      `yaml:"life" doc:"How long a refresh token lives, as 30d. Default for ever."`
	LifeFrom  fakecarrier.LifeFrom     `yaml:"life_from" doc:"From when on: its issue (default), or the sign-in, inherited by its successors."`
	Idle      strict.PositiveSpan      `yaml:"idle" doc:"A family ends that was not renewed for so long. Default never."`
	Together  fakecarrier.Concurrency  `yaml:"concurrent" doc:"A renewal with a token whose earlier renewal is still being served: allow (default), or refuse."`
	Families  Newest                   `yaml:"families" doc:"How many of a customer live, as newest 5: one more revokes the oldest. Default any number."`
}

// Defaults sets the defaults.
func (r *RefreshSpec) Defaults() { r.Revokes = true }

// terms are what the carrier is given.
func (r *RefreshSpec) terms() *fakecarrier.RefreshTerms {
	return &fakecarrier.RefreshTerms{
		Life: time.Duration(r.Life), LifeFrom: r.LifeFrom, Idle: time.Duration(r.Idle),
		Rotation: r.Rotation.Rotation, OldStays: r.Old == OldStays,
		Supersede: r.Supersede, AtMost: time.Duration(r.AtMost),
		ReuseInterval: time.Duration(r.Interval), Reach: r.Reach, ReuseTimes: r.Times,
		ForgivesParent: r.Parent,
		Replay:         r.Replay, OnReuse: r.OnReuse, KeepsAccess: !r.Revokes,
		Concurrent: r.Together, Families: int(r.Families),
	}
}

// check refuses terms that contradict each other, be it with the profile's.
func (r *RefreshSpec) check(at strict.Place) {
	if wrong, ok := errors.AsType[*unit.Error](r.terms().Check()); ok {
		at.Wrong(wrong.Found, wrong.Meant)
	}
}

// OldRefresh is what becomes of the refresh token that was shown for a new one.
type OldRefresh string

// What becomes of it.
const (
	OldSuperseded OldRefresh = "superseded"
	OldStays      OldRefresh = "stays"
)

// Choices are what a file may write.
func (OldRefresh) Choices() []string { return []string{string(OldSuperseded), string(OldStays)} }

// A Rotation is written as one word, or as an age.
type Rotation struct{ fakecarrier.Rotation }

var rotations = func() *strict.Kinds {
	kinds := strict.NewKinds("rotation")
	kinds.Bare = true
	add := func(key, about string, create func() any) {
		kinds.Add(strict.UnionKind{Key: key, About: about, New: create})
	}
	word := func() any { return new(struct{}) }
	add("rotate", "At each renewal.", word)
	add("none", "Never: a renewal is answered with the refresh token that it shows.", word)
	add("after", "Once the refresh token is so old.", func() any { return new(strict.PositiveSpan) })
	add("past", "Once it has lived such a part of its life, as 70%.",
		func() any { return new(unit.Percent) })
	return kinds
}()

// Kinds are what may be written.
func (*Rotation) Kinds() *strict.Kinds { return rotations }

// Take notes what was written.
func (r *Rotation) Take(key string, value any) {
	switch key {
	case "rotate":
		r.Rotation = fakecarrier.RotateEach()
	case "none":
		r.Rotation = fakecarrier.RotateNever()
	case "after":
		r.Rotation = fakecarrier.RotateAfter(time.Duration(*value.(*strict.PositiveSpan)))
	case "past":
		r.Rotation = fakecarrier.RotatePast(int(*value.(*unit.Percent)))
	}
}

// Newest is how many live: "newest 5". 0, which no file writes, is any number.
type Newest int

const mostNewest = 999_999_999 // assumed: more than anyone needs

// UnmarshalText reads the text form.
func (n *Newest) UnmarshalText(text []byte) error {
	number, found := strings.CutPrefix(string(text), "newest ")
	count, err := strconv.Atoi(number)
	if !found || err != nil || count < 1 || count > mostNewest {
		return &unit.Error{Found: unit.Quote(string(text)), Meant: "newest and a number, as newest 5"}
	}
	*n = Newest(count)
	return nil
}

// MarshalText writes the text form.
func (n Newest) MarshalText() ([]byte, error) { return fmt.Appendf(nil, "newest %d", int(n)), nil }

// Patterns are those of its text.
func (Newest) Patterns() []string { return []string{`^newest \+?0*[1-9]\d{0,8}$`} }

// AnswerSpec is how the carrier says what.
type AnswerSpec struct {
	InvalidGrant GrantAnswer `yaml:"invalid_grant" doc:"A refresh token that is not good. What it leaves out is as the profile says."`

	reworded bool // the file says what the body calls it
}

// KnownGrantCode is by which code clients hear of a refresh token that is not good: invalid_grant,
// for a client knows its own carrier's word for it, unless the file says another.
func (c *Terms) KnownGrantCode() string {
	if c.Answers.reworded {
		return c.Answers.InvalidGrant.Code
	}
	return "invalid_grant"
}

// GrantAnswer is the answer to a refresh token that is not good.
type GrantAnswer struct {
	Status int    `yaml:"status" min:"200" max:"599" doc:"200, which is a body that tells of the error, or 400 to 599. Default 400."`
	Code   string `yaml:"code" doc:"What the body calls it. Default invalid_grant."`
}

// Defaults sets the defaults.
func (a *GrantAnswer) Defaults() { a.Status, a.Code = 400, "invalid_grant" }

// Check refuses a status that is neither.
func (a *GrantAnswer) Check(at strict.Place) {
	if a.Status > 200 && a.Status < 400 {
		at.Key("status").Wrong(strconv.Itoa(a.Status), "200, or 400 to 599")
	}
}
