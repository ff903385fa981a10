package fakecarrier

import (
	"fmt"

	"github.com/tokenstorm/tokenstorm/fakecarrier/quota"
	"github.com/tokenstorm/tokenstorm/fakecarrier/throttle"
	"github.com/tokenstorm/tokenstorm/internal/unit"
)

var watchedHits = map[throttle.Scope]string{
	throttle.TokenScope: "token requests", throttle.APIScope: "API calls",
	throttle.AllScope: "requests",
}

var grantWords = map[GrantType]string{
	RefreshGrant: "renewals", CodeGrant: "exchanges of a code", ClientGrant: "client's token requests",
}

var keyWords = map[Key]string{
	ByIP: "per public IP", ByClient: "per client id", ByIPAndClient: "per public IP and client id",
	ByRefreshToken: "per refresh token", ByGrantType: "per grant type", Together: "of everybody",
}

// String is the meter in words: what it counts, how much it allows, and what happens beyond that.
func (m Meter) String() string {
	hits := watchedHits[m.Watches]
	if m.Path != "" {
		hits = "requests of " + m.Path
	}
	if m.Grant != AnyGrant {
		hits = grantWords[m.Grant]
	}
	if m.Counts != throttle.AllHits {
		hits = fmt.Sprintf("%v %s", m.Counts, hits)
	}
	most := fmt.Sprintf("%d %s in %s", m.Limit.Hits, hits, unit.FormatDuration(m.Limit.Window))
	if m.Limit.Kind != quota.Fixed {
		most += fmt.Sprintf(" (%v)", m.Limit.Kind)
	}
	if m.isSentence() {
		most = fmt.Sprintf("%d/s %s during %s", m.Threshold.Rate, hits,
			unit.FormatDuration(m.Threshold.Span))
	}
	if m.Reading != "" {
		most += fmt.Sprintf(" (%s)", m.Reading)
	}
	beyond := fmt.Sprint(m.Refusal.Status)
	switch {
	case m.bans():
		beyond = "a ban of " + unit.FormatDuration(m.Ban.For)
	case m.Refusal.Reason == ReasonDisguised:
		beyond += " as of an invalid grant"
	}
	if m.Refusal.RetryAfter {
		beyond += " with Retry-After"
	}
	if m.Announces != AnnounceNothing {
		beyond += fmt.Sprintf(", announced by %v headers", m.Announces)
	}
	return fmt.Sprintf("%s %s: %s", most, keyWords[m.Key], beyond)
}
