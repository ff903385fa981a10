package measure

func init() {
	register(
		Figure{Name: "token_requests", Metric: "token", Key: "requests", order: 7,
			About: "token requests that reached the carrier", In: "token_requests",
			Head: "token\nrequests", Place: 4,
			Of: count(func(o *Outcome) int { return o.Token.Requests })},
		Figure{Name: "issued", Metric: "token", Key: "issued", order: 8, About: "tokens issued",
			In: "issued", Of: count(func(o *Outcome) int { return o.Token.Issued })},
		Figure{Metric: "token", Key: "lost", order: 121, In: "token.lost",
			About: "token requests that never reached the carrier",
			Of:    count(func(o *Outcome) int { return o.Token.Lost })},
	)
	registerStatuses("token", "token requests", 122,
		func(o *Outcome) *Statuses { return &o.Token.Status })
	for i, why := range []struct {
		key, about string
		of         func(w *Whys) int
	}{
		{"cold", "there was no token yet", func(w *Whys) int { return w.Cold }},
		{"expired", "the token had expired", func(w *Whys) int { return w.Expired }},
		{"rejected", "the carrier had refused the token", func(w *Whys) int { return w.Rejected }},
		{"ahead", "the token was to expire soon", func(w *Whys) int { return w.Ahead }},
		{"cache_down", "the cache was down", func(w *Whys) int { return w.CacheDown }},
		{"probe", "a breaker tried whether the ban was over",
			func(w *Whys) int { return w.Probe }},
	} {
		register(Figure{Metric: "token", Key: "why(" + why.key + ")", order: 131 + i,
			About: "token requests because " + why.about, In: "token.why." + why.key,
			Of: count(func(o *Outcome) int { return why.of(&o.Token.Why) })})
	}
}

// registerStatuses registers the answers of a metric, by status.
func registerStatuses(metric, what string, order int, in func(o *Outcome) *Statuses) {
	for i, status := range []struct {
		key string
		of  func(s *Statuses) int
	}{
		{"200", func(s *Statuses) int { return s.OK }},
		{"400", func(s *Statuses) int { return s.Other[400] }},
		{"401", func(s *Statuses) int { return s.Unauthorized }},
		{"403", func(s *Statuses) int { return s.Forbidden }},
		{"429", func(s *Statuses) int { return s.TooMany }},
		{"5xx", func(s *Statuses) int { return s.ServerError }},
	} {
		register(Figure{Metric: metric, Key: "status(" + status.key + ")", order: order + i,
			About: what + " answered " + status.key, In: metric + ".status." + status.key,
			More: status.key == "200",
			Of:   count(func(o *Outcome) int { return status.of(in(o)) })})
	}
}
