package measure

func init() {
	register(
		Figure{Name: "killed", Metric: "api", Key: "rejected(killed)", order: 5,
			About: "API calls answered 401 because another renewal killed the token",
			In:    "api_401_killed", Head: "401\nkilled", Place: 8,
			Of: func(o *Outcome) float64 { return float64(o.Killed) }},
		Figure{Name: "expired", Metric: "api", Key: "rejected(expired)", order: 6,
			About: "API calls answered 401 because the token had expired", In: "api_401_expired",
			Head: "401\nexpired", Place: 13,
			Of: func(o *Outcome) float64 { return float64(o.Expired) }},
		Figure{Metric: "api", Key: "rejected(unknown)", order: 141,
			About: "API calls answered 401 because the token was not of this client",
			In:    "api.rejected.unknown",
			Of:    func(o *Outcome) float64 { return float64(o.Unknown) }},
		Figure{Metric: "api", Key: "requests", order: 142, More: true,
			About: "API calls that reached the carrier", In: "api.requests",
			Of: func(o *Outcome) float64 { return float64(o.APIRequests) }},
		ofRun("api", "lost", 143, "API calls that never reached the carrier", "api.lost",
			func(s *Summary) int { return s.API.Lost }),
	)
	registerStatuses("api", "API calls", 144, func(s *Summary) *Statuses { return &s.API.Status })
}
