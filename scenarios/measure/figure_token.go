package measure

import "math"

func init() {
	register(
		Figure{Name: "token_requests", Metric: "token", Key: "requests", order: 7,
			About: "token requests that reached the carrier", In: "token_requests",
			Head: "token\nrequests", Place: 4,
			Of: func(o *Outcome) float64 { return float64(o.TokenRequests) }},
		Figure{Name: "issued", Metric: "token", Key: "issued", order: 8, About: "tokens issued",
			In: "issued", Of: func(o *Outcome) float64 { return float64(o.Issued) }},
		ofRun("token", "lost", 121, "token requests that never reached the carrier", "token.lost",
			func(s *Summary) int { return s.Token.Lost }),
	)
	registerStatuses("token", "token requests", 122, func(s *Summary) *Statuses {
		return &s.Token.Status
	})
	why := func(key, about string, order int, of func(*Whys) int) {
		register(ofRun("token", "why("+key+")", order, "token requests because "+about,
			"token.why."+key, func(s *Summary) int { return of(&s.Token.Why) }))
	}
	why("cold", "there was no token yet", 131, func(w *Whys) int { return w.Cold })
	why("expired", "the token had expired", 132, func(w *Whys) int { return w.Expired })
	why("rejected", "the carrier had refused the token", 133,
		func(w *Whys) int { return w.Rejected })
	why("ahead", "the token was to expire soon", 134, func(w *Whys) int { return w.Ahead })
	why("cache_down", "the cache was down", 135, func(w *Whys) int { return w.CacheDown })
	why("probe", "a breaker tried whether the ban was over", 136,
		func(w *Whys) int { return w.Probe })
}

// ofRun is a count of one run, which thresholds alone ask for.
func ofRun(metric, key string, order int, about, in string, of func(*Summary) int) Figure {
	return Figure{
		Metric: metric, Key: key, order: order, About: about, In: in,
		Of: func(o *Outcome) float64 {
			if o.Run == nil {
				return math.NaN()
			}
			return float64(of(o.Run))
		},
	}
}

// registerStatuses registers the answers of a metric, by status.
func registerStatuses(metric, what string, order int, of func(*Summary) *Statuses) {
	for i, s := range []struct {
		key  string
		more bool
		of   func(*Statuses) int
	}{
		{"200", true, func(s *Statuses) int { return s.OK }},
		{"401", false, func(s *Statuses) int { return s.Unauthorized }},
		{"403", false, func(s *Statuses) int { return s.Forbidden }},
		{"429", false, func(s *Statuses) int { return s.TooMany }},
		{"5xx", false, func(s *Statuses) int { return s.ServerError }},
	} {
		f := ofRun(metric, "status("+s.key+")", order+i, what+" answered "+s.key,
			metric+".status."+s.key, func(sum *Summary) int { return s.of(of(sum)) })
		f.More = s.more
		register(f)
	}
}
