package measure

func init() {
	register(
		Figure{Name: "killed", Metric: "api", Key: "rejected(killed)", order: 5,
			About: "API calls answered 401 because another renewal killed the token",
			In:    "api_401_killed", Head: "401\nkilled", Place: 8,
			Of: count(func(o *Outcome) int { return o.API.Rejected.Killed })},
		Figure{Name: "expired", Metric: "api", Key: "rejected(expired)", order: 6,
			About: "API calls answered 401 because the token had expired", In: "api_401_expired",
			Head: "401\nexpired", Place: 13,
			Of: count(func(o *Outcome) int { return o.API.Rejected.Expired })},
		Figure{Metric: "api", Key: "rejected(unknown)", order: 141,
			About: "API calls answered 401 because the token was not of this client",
			In:    "api.rejected.unknown",
			Of:    count(func(o *Outcome) int { return o.API.Rejected.Unknown })},
		Figure{Metric: "api", Key: "requests", order: 142, More: true,
			About: "API calls that reached the carrier, or a proxy that answered them", In: "api.requests",
			Of: count(func(o *Outcome) int { return o.API.Requests })},
		Figure{Metric: "api", Key: "lost", order: 143, In: "api.lost",
			About: "API calls that reached neither the carrier nor a proxy",
			Of:    count(func(o *Outcome) int { return o.API.Lost })},
	)
	registerStatuses("api", "API calls", 144, func(o *Outcome) *Statuses { return &o.API.Status })
}
