package hunt

import (
	"strconv"
	"time"
)

func init() {
	fleet := func(key string, value func(d *drawer) string) func(d *drawer, s *draft) {
		return func(d *drawer, s *draft) { s.at("fleet").set(key, value(d)) }
	}
	features = append(features,
		feature{"fleet.public_ips", fleet("public_ips", of("2", "3")), true},
		feature{"fleet.cache", fleet("cache", of("fleet", "customer")), true},
		feature{"fleet.cache_delay", fleet("cache_delay", of("5ms", "300ms")), true},
		feature{"fleet.store_delay", fleet("store_delay", func(d *drawer) string {
			return d.length(5*time.Millisecond, 6*time.Second)
		}), true},
		feature{"fleet.threads", fleet("threads", of("1", "2", "10")), false},
		feature{"fleet.clock_skew", (*drawer).skew, true},
		feature{"start", func(_ *drawer, s *draft) { s.set("start", "warm") }, false},
		feature{"network.token", (*drawer).tokenWay, true},
		feature{"network.api", (*drawer).apiWay, false},
		feature{"network.connect", func(d *drawer, s *draft) {
			s.at("network").set("connect", one(d, "2", "3"))
			if d.sometimes(3) {
				s.at("network").set("idle", one(d, "5s", "1m"))
			}
		}, false},
		feature{"network.proxy_caches", func(d *drawer, s *draft) {
			s.at("network").items = append(s.at("network").items, branch("proxy_caches",
				leaf("status", one(d, "401", "403", "503")), leaf("for", d.length(time.Second, time.Minute))))
		}, false},
		feature{"users.patience", func(d *drawer, s *draft) {
			s.at("users").set("patience", d.length(200*time.Millisecond, time.Minute))
		}, true},
		feature{"users.click_again", func(d *drawer, s *draft) {
			again := branch("click_again", leaf("after", one(d, "1s", "exp 3s")),
				leaf("times", one(d, "1", "3", "20")))
			d.halfOfThem(again)
			s.at("users").items = append(s.at("users").items, again)
		}, false},
		feature{"users.impatience", func(d *drawer, s *draft) {
			again := branch("impatience", leaf("after", d.length(time.Second, 20*time.Second)))
			d.halfOfThem(again)
			s.at("users").items = append(s.at("users").items, again)
		}, false},
		feature{"users.message", func(d *drawer, s *draft) {
			ask := branch("message", leaf("wait", one(d, "1m", "5m")), leaf("obeyed_by", one(d, "0.5", "1")))
			s.at("users").items = append(s.at("users").items, ask)
		}, false},
		feature{"users.told_to_stop", func(d *drawer, s *draft) {
			stop := branch("told_to_stop", leaf("at", d.instant()), leaf("for", one(d, "1m", "5m")),
				leaf("obeyed_by", one(d, "0.5", "1")))
			s.at("users").items = append(s.at("users").items, stop)
		}, true},
	)
}

// of draws one of these.
func of(values ...string) func(d *drawer) string {
	return func(d *drawer) string { return one(d, values...) }
}

func (d *drawer) skew(s *draft) {
	skew := list("clock_skew")
	for range d.nodes {
		skew.items = append(skew.items, leaf("", one(d, "0s", "20s", "-20s", "10m", "-10m")))
	}
	s.at("fleet").items = append(s.at("fleet").items, skew)
}

func (d *drawer) tokenWay(s *draft) {
	token := s.at("network").at("token")
	token.set("leg", one(d, "uniform 20ms..80ms", "exp 300ms", "pareto 50ms 1.5", "2s", "6s"))
	d.lossy(token)
	if d.sometimes(3) {
		token.set("timeout", one(d, "5s", "1m"))
	}
}

func (d *drawer) apiWay(s *draft) {
	api := s.at("network").at("api")
	api.set("leg", one(d, "uniform 20ms..80ms", "exp 300ms", "pareto 50ms 1.5", "6s"))
	d.lossy(api)
	if d.sometimes(3) {
		api.set("timeout", one(d, "2s", "10s"))
	}
}

// halfOfThem lets not all users click again.
func (d *drawer) halfOfThem(again *draft) {
	if d.sometimes(3) {
		again.set("with", "0.5")
	}
}

func (d *drawer) lossy(way *draft) {
	if d.sometimes(3) {
		way.set("lose_replies", one(d, "0.05", "0.2"))
	}
	if d.sometimes(3) {
		way.set("lose_requests", one(d, "0.05", "0.2"))
	}
}

// numbered is a number below n.
func (d *drawer) numbered(n int) string { return strconv.Itoa(d.IntN(n)) }
