package measure

import "maps"

// BanFigures are the figures of bans, by the names that thresholds use.
func BanFigures(s *Summary) map[string]float64 {
	f := map[string]float64{
		"count": float64(s.Bans.Count), "banned": s.Bans.Banned,
		"extensions": float64(s.Bans.Extensions),
		"first":      float64(s.VirtualSeconds * 1000), // never within the run: its end is a lower bound
	}
	if s.Bans.First != nil {
		f["first"] = *s.Bans.First
	}
	return f
}

// ActionFigures are the figures of actions, by the names that thresholds use.
func ActionFigures(s *Summary) map[string]float64 {
	a := s.Actions
	return map[string]float64{
		"started": float64(a.Started), "succeeded": float64(a.Succeeded),
		"failed": float64(a.Failed), "open": float64(a.Open),
		"rate": float64(a.Succeeded) / float64(max(1, a.Succeeded+a.Failed)),
	}
}

// TokenFigures are the figures of token requests, by the names that thresholds use.
func TokenFigures(s *Summary) map[string]float64 {
	f := s.Token.Status.figures()
	w := s.Token.Why
	maps.Copy(f, map[string]float64{
		"requests": float64(s.Token.Requests), "issued": float64(s.Token.Issued),
		"lost": float64(s.Token.Lost), "why(cold)": float64(w.Cold),
		"why(expired)": float64(w.Expired), "why(rejected)": float64(w.Rejected),
		"why(ahead)": float64(w.Ahead), "why(cache_down)": float64(w.CacheDown),
		"why(probe)": float64(w.Probe),
	})
	return f
}

// APIFigures are the figures of API calls, by the names that thresholds use.
func APIFigures(s *Summary) map[string]float64 {
	f := s.API.Status.figures()
	f["requests"], f["lost"] = float64(s.API.Requests), float64(s.API.Lost)
	f["rejected(expired)"] = float64(s.API.Rejected.Expired)
	f["rejected(killed)"] = float64(s.API.Rejected.Killed)
	f["rejected(unknown)"] = float64(s.API.Rejected.Unknown)
	return f
}

// HeadroomFigures are the fullest windows as shares of the threshold.
func HeadroomFigures(s *Summary) map[string]float64 {
	h := s.Headroom
	return map[string]float64{
		"burst":   float64(h.BurstPeak) / float64(h.BurstLimit),
		"average": float64(h.AveragePeak) / float64(h.AverageLimit),
	}
}

func (s *Statuses) figures() map[string]float64 {
	return map[string]float64{
		"status(200)": float64(s.OK), "status(401)": float64(s.Unauthorized),
		"status(403)": float64(s.Forbidden), "status(429)": float64(s.TooMany),
		"status(5xx)": float64(s.ServerError),
	}
}

// Figures are the quantiles by the names that thresholds use, in milliseconds.
func (q *Quantiles) Figures() map[string]float64 {
	return map[string]float64{
		"n": float64(q.N), "p(50)": q.P50, "p(90)": q.P90, "p(99)": q.P99, "p(99.9)": q.P999,
		"max": q.Max,
	}
}
