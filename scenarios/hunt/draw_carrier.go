package hunt

import (
	"strings"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/fakecarrier/throttle"
)

func init() {
	carrier := func(key string, value func(d *drawer) string) func(d *drawer, s *draft) {
		return func(d *drawer, s *draft) { s.at("carrier").set(key, value(d)) }
	}
	features = append(features,
		feature{"carrier.tokens", carrier("tokens", of("coexist", `"grace 5s"`, `"newest 2"`)), true},
		feature{"carrier.ban_covers", carrier("ban_covers", of("all")), true},
		feature{"carrier.enforcement_lag", carrier("enforcement_lag", of("2s")), true},
		feature{"carrier.service_time", carrier("service_time", of("100ms", "2s")), true},
		feature{"carrier.service_chance", carrier("service_time", of("uniform 0s..3s", "exp 1s")), false},
		feature{"carrier.daily_quota", carrier("daily_quota", of("50", "1000")), false},
		feature{"carrier.activation", carrier("activation", of("1s", "uniform 0s..3s")), false},
		feature{"carrier.renew_not_before", carrier("renew_not_before", of("10s", "5m")), false},
		feature{"carrier.expires_in", carrier("expires_in", of("none", "0s", "life", "10h")), false},
		feature{"carrier.exp_whole_seconds", carrier("exp_whole_seconds", of("true")), false},
		feature{"carrier.switches", (*drawer).switches, true},
		feature{byRefresh, (*drawer).refresh, false},
		feature{"carrier.profile", (*drawer).profile, false},
		feature{"carrier.throttles", (*drawer).throttles, false},
		feature{"carrier.bans", (*drawer).bans, false},
	)
}

// reading is one of those of a name, or of those that the bounds allow.
func (d *drawer) reading(s *draft) {
	s.at("carrier").set("reading", one(d, d.bounds.readings()...))
}

// switches are some that a reading leaves open.
func (d *drawer) switches(s *draft) {
	if len(d.bounds.Readings) > 0 {
		d.reading(s)
		return
	}
	reading := one(d, throttle.Named()...)
	for range one(d, 1, 1, 2) {
		word := one(d, "lag=2s", "end=second", "end=minute", "scope=all", "scope=all+watches=all",
			"window=closed", "clock=1s", "moment=completion", "hits=issued", "hits=authenticated",
			"violator=served", "in-flight=cut", "key=client", "key=ip-client", "counters=cleared")
		name, _, _ := strings.Cut(word, "=")
		if d.fair && strings.Contains(word, "watches") {
			continue
		}
		if !strings.Contains(reading, name+"=") {
			reading += "+" + word
		}
	}
	s.at("carrier").set("reading", reading)
}

// refresh is a carrier whose renewals show a refresh token.
func (d *drawer) refresh(s *draft) {
	c := s.at("carrier")
	c.set("grant", "refresh")
	terms := branch("refresh")
	oneIn := func(n int, key string, values ...string) {
		if d.sometimes(n) {
			terms.set(key, one(d, values...))
		}
	}
	some := func(key string, values ...string) { oneIn(3, key, values...) }
	few := func(key string, values ...string) { oneIn(12, key, values...) }
	some("rotation", "rotate", "none", "{after: 10m}", "{past: 70%}")
	some("supersede", "at-issue", "first-use-of-new-refresh", "first-use-of-new-access")
	some("reuse_interval", "2s", "10s", "30s", "1m")
	some("replay", "same", "new", "access-only")
	some("on_reuse", "revoke", "refuse")
	some("concurrent", "refuse")
	some("forgives_parent", "true")
	few("old_refresh", "stays")
	few("at_most", "10s", "5m")
	few("reach", "2", "10")
	few("reuse_times", "1", "3")
	few("revokes_access", "false")
	few("life", "10m", "1h")
	few("life_from", "issue", "sign-in")
	few("idle", "5m", "20m")
	few("families", "newest 1", "newest 5")
	if d.sometimes(12) {
		c.replace(branch("answers", branch("invalid_grant", leaf("status", one(d, "200", "401")))))
	}
	if len(terms.items) > 0 {
		c.replace(terms)
	}
	if d.sometimes(3) {
		s.at("users").items = append(s.at("users").items,
			branch("sign_in", leaf("after", one(d, "1m", "exp 5m"))))
	}
}

// profile is another carrier of those that ship.
func (d *drawer) profile(s *draft) {
	s.at("carrier").set("profile", one(d, d.bounds.profiles()...))
}

// throttles are meters that refuse.
func (d *drawer) throttles(s *draft) {
	meters := list("meters")
	for range one(d, 1, 1, 2) {
		refuse := branch("refuse", leaf("status", "429"), leaf("retry_after", one(d, "true", "false")))
		if d.sometimes(6) {
			refuse.set("announces", one(d, "x-rate-limit", "ratelimit", "ratelimit-limit"))
		}
		if d.sometimes(12) {
			refuse.set("as", "invalid_grant")
		}
		meter := branch("",
			leaf("watches", one(d, "token", "token", "api", "both")), leaf("key", one(d, "ip", "client")),
			branch("rule", leaf("limit", one(d, "5/10s", "10/1m", "10/10m", "100/1m")),
				leaf("window", one(d, "sliding", "fixed", "restarting", "bucket"))),
			branch("answers", refuse))
		d.narrow(meter)
		meters.items = append(meters.items, meter)
	}
	s.at("carrier").replace(meters, "reading", "ban_covers", "daily_quota")
}

// narrow lets a meter leave out some hits.
func (d *drawer) narrow(meter *draft) {
	if d.sometimes(6) {
		meter.set("counts", "issued")
	}
	if d.sometimes(6) {
		meter.set("grant", one(d, "refresh", "client-credentials"))
	}
}

// bans are meters that ban.
func (d *drawer) bans(s *draft) {
	ban := branch("ban", leaf("for", d.length(10*time.Second, 10*time.Minute)),
		leaf("covers", one(d, "token", "all")))
	if d.sometimes(3) {
		ban.set("extends", one(d, throttle.OnViolation.Choices()...))
	}
	if d.sometimes(6) {
		ban.set("edge", "true")
	}
	meter := branch("",
		leaf("watches", "token"), leaf("key", one(d, "ip", "client")),
		branch("rule", leaf("limit", one(d, "15/5s", "60/1m")), leaf("window", "sliding")),
		branch("answers", ban))
	d.narrow(meter)
	s.at("carrier").replace(list("meters", meter), "reading", "ban_covers", "daily_quota")
}

// readings are those that the bounds allow; else those that have a name.
func (b *Bounds) readings() []string {
	if len(b.Readings) > 0 {
		return b.Readings
	}
	return throttle.Named()
}

func (b *Bounds) profiles() []string {
	if len(b.Profiles) > 0 {
		return b.Profiles
	}
	return fakecarrier.Profiles()
}
