package main

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/fakecarrier/quota"
	"github.com/tokenstorm/tokenstorm/fakecarrier/throttle"
	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// carriers renders a row for each carrier.
func carriers() (string, error) {
	var rows [][]string
	for _, name := range fakecarrier.Profiles() {
		p, err := fakecarrier.LookupProfile(name)
		if err != nil {
			return "", err
		}
		path := "none"
		if p.Wire != nil {
			path = code("POST " + p.Wire.Token)
		}
		var meters []string
		for i := range p.Meters {
			meters = append(meters, meterText(&p.Meters[i]))
		}
		rows = append(rows, []string{
			code(name), path, unit.FormatDuration(p.ExpiresIn), p.Policy.String(),
			cmp.Or(strings.Join(meters, "; "), "none"),
		})
	}
	heading := []string{"carrier", "tokens", "expires_in", "older tokens", "limits"}
	return markdown(heading, rows), nil
}

// meterText says what a meter counts, how much it allows, and what happens beyond that.
func meterText(m *fakecarrier.Meter) string {
	hits := map[throttle.Scope]string{
		throttle.TokenScope: "token requests", throttle.APIScope: "API calls",
		throttle.AllScope: "requests",
	}[m.Watches]
	of := map[throttle.Key]string{
		throttle.ByIP: "public IP", throttle.ByClient: "client id",
		throttle.ByIPAndClient: "public IP and client id",
	}[m.Key]
	most := fmt.Sprintf("%d %s in %s", m.Limit.Hits, hits, unit.FormatDuration(m.Limit.Window))
	if m.Threshold != (quota.Threshold{}) {
		most = fmt.Sprintf("%d/s %s during %s", m.Threshold.Rate, hits,
			unit.FormatDuration(m.Threshold.Span))
	}
	beyond := fmt.Sprint(m.Refusal.Status)
	switch {
	case m.Ban != fakecarrier.BanTerms{}:
		beyond = "a ban of " + unit.FormatDuration(m.Ban.For)
	case m.Refusal.RetryAfter:
		beyond += " with Retry-After"
	}
	return fmt.Sprintf("%s per %s: %s", most, of, beyond)
}
