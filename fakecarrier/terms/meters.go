package terms

import (
	"cmp"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/fakecarrier/quota"
	"github.com/tokenstorm/tokenstorm/fakecarrier/throttle"
	"github.com/tokenstorm/tokenstorm/internal/strict"
	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// OwnMeters is the reading of a carrier whose meters the scenario lists: they say all that a
// reading says.
const OwnMeters = "meters"

// MeterSpec is one meter of a carrier.
type MeterSpec struct {
	Watches Watched               `yaml:"watches" doc:"Which hits it watches: token (default) requests, api calls, both, or those of one path of the carrier."`
	Key     fakecarrier.Key       `yaml:"key" doc:"What hits are counted by: ip (default), client, client+ip, refresh-token, grant-type, or all together."`
	Grant   fakecarrier.GrantType `yaml:"grant" doc:"Of requests of tokens, those alone that ask for this grant: any (default), refresh, code, or client-credentials."`
	Counts  MeterCounts           `yaml:"counts" doc:"Which of them count: all (default), or issued, those that are answered 200; a replay is not."`
	Rule    MeterRule             `yaml:"rule,required" meant:"a reading such as R1, or {limit: 10/10m, window: sliding}" doc:"What it allows: a reading of FedEx's sentence, or a limit and its windows."`
	Answers MeterAnswers          `yaml:"answers,required" meant:"ban: {for: 10m}, or refuse" doc:"What becomes of who exceeds it."`
}

// A Watched says whose hits a meter watches: token, api, both, or a path of the carrier.
type Watched string

var watchedScopes = map[Watched]throttle.Scope{
	"": throttle.TokenScope, "token": throttle.TokenScope, "api": throttle.APIScope,
	"both": throttle.AllScope,
}

// UnmarshalText reads one of the words, or a path.
func (w *Watched) UnmarshalText(text []byte) error {
	*w = Watched(text)
	if _, known := watchedScopes[*w]; !known && !strings.HasPrefix(string(text), "/") || *w == "" {
		return &unit.Error{
			Found: unit.Quote(string(text)),
			Meant: unit.Meant(string(text), []string{"token", "api", "both", "a /path"}),
		}
	}
	return nil
}

// Patterns are those of its text.
func (*Watched) Patterns() []string { return []string{"^(token|api|both|/.*)$"} }

// MeterCounts says which hits a meter counts.
type MeterCounts string

// What a meter may count.
const (
	CountsAll    MeterCounts = "all"
	CountsIssued MeterCounts = "issued"
)

// Choices are what a file may write.
func (MeterCounts) Choices() []string { return []string{string(CountsAll), string(CountsIssued)} }

// A MeterRule is written as the id of a reading, or as a limit and the kind of its windows.
type MeterRule struct {
	Reading string
	Limit   MeterLimit
	Window  *quota.WindowKind
}

var meterRules = func() *strict.Kinds {
	kinds := strict.NewKinds("rule")
	kinds.Bare = true
	for _, r := range quota.Readings() {
		if !r.Unenforced() {
			kinds.Add(strict.UnionKind{
				Key: r.ID, About: r.About + ".", Word: true, New: func() any { return new(struct{}) },
			})
		}
	}
	kinds.Add(strict.UnionKind{
		Key: "limit", About: "So many hits in a window, as 10/10m.",
		New: func() any { return new(MeterLimit) },
	})
	return kinds
}()

// Kinds are what may be written.
func (*MeterRule) Kinds() *strict.Kinds { return meterRules }

// Beside is the key beside a limit.
func (r *MeterRule) Beside() []strict.Field {
	return []strict.Field{{
		Key: "window", Into: &r.Window,
		Doc: "With a limit, how its windows lie: " + strings.Join(quota.WindowKinds(), ", ") + ".",
	}}
}

// Take notes what was written.
func (r *MeterRule) Take(key string, value any) {
	if limit, ok := value.(*MeterLimit); ok {
		r.Limit = *limit
		return
	}
	r.Reading = key
}

// A MeterLimit is so many hits in a time, as 10/10m.
type MeterLimit struct {
	Hits   int
	Window time.Duration
}

// UnmarshalText reads the text form.
func (l *MeterLimit) UnmarshalText(text []byte) error {
	number, window, _ := strings.Cut(string(text), "/")
	n, wrong := strconv.Atoi(number)
	w, also := unit.ParseDuration(window)
	if wrong != nil || also != nil || n < 1 || n > quota.MostLimited || w <= 0 ||
		w > quota.LongestWindow {
		return &unit.Error{
			Found: unit.Quote(string(text)),
			Meant: fmt.Sprintf("hits in a time, as 10/10m: 1 to %d, in at most %s", quota.MostLimited,
				unit.FormatDuration(quota.LongestWindow)),
		}
	}
	*l = MeterLimit{n, w}
	return nil
}

// Patterns are those of its text.
func (MeterLimit) Patterns() []string { return []string{`^\+?0*[1-9]\d{0,9}/.*[1-9]`} }

// MeterAnswers is how a carrier answers who exceeds a meter: with a ban, or by a refusal.
type MeterAnswers struct {
	Ban    *MeterBan
	Refuse *MeterRefusal
}

// MeterBan is a ban.
type MeterBan struct {
	For     strict.PositiveSpan `yaml:"for,required" meant:"how long a ban lasts, such as 10m" doc:"How long it lasts."`
	Extends throttle.Extension  `yaml:"extends" doc:"What prolongs it: violation (default), none, any-hit on what it covers, stack."`
	Covers  *throttle.Scope     `yaml:"covers" doc:"What it refuses: token requests, api calls, or all. Default what the meter watches."`
	Edge    bool                `yaml:"edge" doc:"Whether an edge in front of the carrier bans: what it refuses counts in no meter behind it in the list. Default false."`
}

// MeterRefusal is the refusal of a hit alone.
type MeterRefusal struct {
	Status     int                      `yaml:"status" min:"400" max:"599" doc:"How it is answered. Default 429; as an invalid_grant, as that is answered."`
	Announces  fakecarrier.Announcement `yaml:"announces" doc:"In which headers each answer tells of the limit: none (default); x-rate-limit, X-Rate-Limit-Policy, -Rules and their state; ratelimit, RateLimit-Policy and RateLimit; ratelimit-limit, RateLimit-Limit, -Remaining and -Reset."`
	RetryAfter bool                     `yaml:"retry_after" doc:"Whether the answer says after how many seconds a hit would be accepted. Default false."`
	As         MeterGuise               `yaml:"as" doc:"What the refusal looks like: throttled (default), or invalid_grant."`
}

// A MeterGuise is what a refusal looks like.
type MeterGuise string

// The guises.
const (
	AsThrottled    MeterGuise = "throttled"
	AsInvalidGrant MeterGuise = "invalid_grant"
)

// Choices are what a file may write.
func (MeterGuise) Choices() []string {
	return []string{string(AsThrottled), string(AsInvalidGrant)}
}

var meterAnswers = func() *strict.Kinds {
	kinds := strict.NewKinds("reply")
	kinds.Bare = true
	kinds.Add(strict.UnionKind{
		Key: "ban", About: "All is refused for a time, with 403.",
		New: func() any { return new(MeterBan) },
	})
	kinds.Add(strict.UnionKind{
		Key: "refuse", About: "The hit alone is refused.", New: func() any { return new(MeterRefusal) },
	})
	return kinds
}()

// Kinds are what may be written.
func (*MeterAnswers) Kinds() *strict.Kinds { return meterAnswers }

// Take notes what was written.
func (a *MeterAnswers) Take(_ string, value any) {
	switch v := value.(type) {
	case *MeterBan:
		a.Ban = v
	case *MeterRefusal:
		a.Refuse = v
	}
}

// Check refuses what does not fit together.
func (m *MeterSpec) Check(at strict.Place) {
	r := &m.Rule
	ruled, answered := at.Sound("rule"), at.Sound("answers")
	calls := at.Sound("watches") && (m.Watches == "api" || m.Watches == "both")
	switch rule := at.Key("rule"); {
	case !ruled:
	case r.Reading != "" && r.Window != nil:
		rule.Key("window").WrongKey("a window beside the reading "+r.Reading, "a limit beside it")
	case r.Reading == "" && r.Window == nil:
		rule.Key("window").Wrong("a limit without a window",
			"window: and one of "+strings.Join(quota.WindowKinds(), ", "))
	case r.Reading == "":
		if err := m.limit().Check(); err != nil {
			rule.Key("window").Wrong(err.Error(), "a window that fits the limit")
		}
	}
	f := m.Answers.Refuse
	if ruled && answered && f != nil && f.Announces != fakecarrier.AnnounceNothing {
		told := at.Key("answers").Key("refuse").Key("announces")
		switch {
		case r.Reading != "":
			told.Wrong("announces beside the reading "+r.Reading, "a limit beside it")
		case r.Limit.Hits > fakecarrier.MostAnnounced:
			told.Wrong(fmt.Sprintf("a limit of %d hits that is announced", r.Limit.Hits),
				fmt.Sprintf("at most %d", fakecarrier.MostAnnounced))
		}
	}
	byToken := m.Key == fakecarrier.ByRefreshToken || m.Key == fakecarrier.ByGrantType
	if calls && byToken && at.Sound("key") {
		at.Key("key").Wrong(fmt.Sprintf("key %v beside watches: %s", m.Key, m.Watches),
			"watches: token, for an API call has none")
	}
	if calls && m.Grant != fakecarrier.AnyGrant && at.Sound("grant") {
		at.Key("grant").Wrong(fmt.Sprintf("grant: %v beside watches: %s", m.Grant, m.Watches),
			"watches: token, for an API call asks for none")
	}
	if calls && f != nil && f.As == AsInvalidGrant && answered {
		at.Key("answers").Key("refuse").Key("as").Wrong("as: invalid_grant beside watches: "+
			string(m.Watches), "watches: token, for an API call shows no grant")
	}
}

// limit is that of the rule.
func (m *MeterSpec) limit() quota.Limit {
	return quota.Limit{Hits: m.Rule.Limit.Hits, Window: m.Rule.Limit.Window, Kind: *m.Rule.Window}
}

// meter is what the carrier is given. The error is a path that it does not have.
func (m *MeterSpec) meter(
	p *fakecarrier.Profile, grant fakecarrier.GrantRefusal,
) (of fakecarrier.Meter, err error) {
	of = fakecarrier.Meter{Key: m.Key, Grant: m.Grant}
	scope, named := watchedScopes[m.Watches]
	of.Watches = scope
	if !named {
		e, ok := p.EndpointOf(string(m.Watches))
		if !ok {
			return of, errors.New("no path of the carrier")
		}
		if of.Path = string(m.Watches); e == fakecarrier.APIEndpoint {
			of.Watches = throttle.APIScope
		}
	}
	if m.Counts == CountsIssued {
		of.Counts = throttle.IssuedHits
	}
	if of.Reading = m.Rule.Reading; of.Reading != "" {
		of.Threshold = sentenceOf(p, of.Reading)
	} else {
		of.Limit = m.limit()
	}
	if b := m.Answers.Ban; b != nil {
		of.Ban = fakecarrier.BanTerms{
			For: time.Duration(b.For), Extends: b.Extends, Covers: of.Watches, Edge: b.Edge,
		}
		if b.Covers != nil {
			of.Ban.Covers = *b.Covers
		}
		return of, nil
	}
	f := m.Answers.Refuse
	of.Refusal = fakecarrier.Refusal{
		Status: cmp.Or(f.Status, 429), Reason: fakecarrier.ReasonThrottled, RetryAfter: f.RetryAfter,
	}
	of.Announces = f.Announces
	if f.As == AsInvalidGrant {
		of.Refusal.Status = cmp.Or(f.Status, grant.Status)
		of.Refusal.Reason = fakecarrier.ReasonDisguised
	}
	return of, nil
}

// Metered reports whether the scenario lists the carrier's meters.
func (c *Terms) Metered() bool { return c.metered }

// sentenceOf is the threshold that a reading reads: the carrier's own, or FedEx's.
func sentenceOf(p *fakecarrier.Profile, reading string) quota.Threshold {
	r, err := quota.LookupReading(reading)
	if err != nil {
		panic(err) // the file's reader knows them
	}
	if t, ok := r.Of(p.Thresholds()); ok {
		return t
	}
	fedex, err := fakecarrier.LookupProfile("fedex")
	if err != nil {
		panic(err)
	}
	t, _ := r.Of(fedex.Thresholds())
	return t
}

// checkMeters refuses a list of meters that cannot be, or does not stand alone.
func (c *Terms) checkMeters(at strict.Place, p *fakecarrier.Profile) {
	for _, key := range []string{"reading", "ban_covers", "daily_quota"} {
		if at.Key(key).Given() {
			at.Key(key).WrongKey(key+" beside meters", "one of them, for meters say all of it")
		}
	}
	c.Reading = OwnMeters
	if len(c.Meters) > fakecarrier.MostMeters {
		at.Key("meters").Wrong(unit.Counted(len(c.Meters), "meter"),
			fmt.Sprintf("at most %d", fakecarrier.MostMeters))
	}
	for i := range c.Meters {
		at, lag := at.Key("meters").Item(i), at.Sound("enforcement_lag")
		if b := c.Meters[i].Answers.Ban; lag && at.Sound("answers") && b != nil &&
			time.Duration(b.For) <= time.Duration(c.Lag) {
			at.Key("answers").Key("ban").Key("for").Wrong(
				unit.FormatDuration(time.Duration(b.For)),
				"longer than the enforcement_lag of "+unit.FormatDuration(time.Duration(c.Lag)))
		}
		path := string(c.Meters[i].Watches)
		if at.Sound("watches", "key", "grant", "answers") && strings.HasPrefix(path, "/") {
			c.Meters[i].checkPath(at, p)
		}
	}
}

// checkPath refuses a path that the carrier does not have, or for which the key is none.
func (m *MeterSpec) checkPath(at strict.Place, p *fakecarrier.Profile) {
	path := string(m.Watches)
	e, ok := p.EndpointOf(path)
	byToken := m.Key == fakecarrier.ByRefreshToken || m.Key == fakecarrier.ByGrantType
	disguised := m.Answers.Refuse != nil && m.Answers.Refuse.As == AsInvalidGrant
	switch {
	case !ok:
		at.Key("watches").Wrong(unit.Quote(path), "a path of the carrier, as "+p.NearestPath(path))
	case e == fakecarrier.APIEndpoint && byToken:
		at.Key("key").Wrong(fmt.Sprintf("key %v beside watches: %s", m.Key, path),
			"a path of requests of tokens, for an API call has none")
	case e == fakecarrier.APIEndpoint && m.Grant != fakecarrier.AnyGrant:
		at.Key("grant").Wrong(fmt.Sprintf("grant: %v beside watches: %s", m.Grant, path),
			"a path of requests of tokens, for an API call asks for none")
	case e == fakecarrier.APIEndpoint && disguised:
		at.Key("answers").Key("refuse").Key("as").Wrong("as: invalid_grant beside watches: "+path,
			"a path of requests of tokens, for an API call shows no grant")
	}
}
