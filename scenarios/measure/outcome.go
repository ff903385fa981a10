package measure

import (
	"math"
	"time"
)

// An Outcome is what one run came to, in integers: counts, and times in nanoseconds. What each
// counts is said at Summary.
type Outcome struct {
	Started   int `json:"started"`
	Succeeded int `json:"succeeded"`
	Failed    int `json:"failed"`
	Open      int `json:"open"`

	Bans       int            `json:"bans"`
	FirstBan   *time.Duration `json:"first_ban_ns"` // since the run's start; nil: never
	Banned     time.Duration  `json:"banned_ns"`
	Extensions int            `json:"extensions"`

	TokenRequests  int `json:"token_requests"`
	Issued         int `json:"issued"`
	TokenForbidden int `json:"token_403"`
	APIRequests    int `json:"api_requests"`
	APIForbidden   int `json:"api_403"`
	TooMany        int `json:"api_429"`
	Killed         int `json:"api_401_killed"`
	Expired        int `json:"api_401_expired"`
	Unknown        int `json:"api_401_unknown"`

	Burst        int `json:"burst_peak"` // hits of one public IP in the fullest burst window
	BurstLimit   int `json:"burst_limit"`
	Average      int `json:"average_peak"` // the same of the average window
	AverageLimit int `json:"average_limit"`

	Latency       Histogram     `json:"latency"`        // of successes, from the click
	FailedLatency Histogram     `json:"failed_latency"` // of failures, from the click
	Slowest       time.Duration `json:"slowest_ns"`
	SlowestFailed time.Duration `json:"slowest_failed_ns"`

	Recovery Recovery `json:"recovery"`
	Judged   bool     `json:"judged"`          // the scenario expects something of this contestant
	Unmet    []string `json:"unmet,omitempty"` // expectations not met, without the figures

	Events uint64 `json:"events"`
	Digest string `json:"digest"`

	// Figures are those that nothing above tells, by name; a run may have none.
	Figures map[string]float64 `json:"figures,omitempty"`

	// Run is the summary of the run, where the outcome is fresh from it: what thresholds ask for
	// beside the above. Nil: the outcome was kept in a file.
	Run *Summary `json:"-"`
}

// own is a figure that is kept below "figures"; NaN: there is none.
func (o *Outcome) own(name string) float64 {
	if v, ok := o.Figures[name]; ok {
		return v
	}
	return math.NaN()
}

// Outcome is what the tally of a run knows of its outcome; read it once the run is over.
func (t *Tally) Outcome() Outcome {
	o := Outcome{
		Started: t.Actions.Started, Succeeded: t.Actions.Succeeded, Failed: t.Actions.Failed,
		Open: t.Actions.Open,
		Bans: t.Bans.Count, Banned: exactly(t.Bans.Banned), Extensions: t.Bans.Extensions,
		TokenRequests: t.Token.Requests, Issued: t.Token.Issued,
		TokenForbidden: t.Token.Status.Forbidden,
		APIRequests:    t.API.Requests, APIForbidden: t.API.Status.Forbidden,
		TooMany: t.API.Status.TooMany, Killed: t.API.Rejected.Killed,
		Expired: t.API.Rejected.Expired, Unknown: t.API.Rejected.Unknown,
		Burst: t.Headroom.BurstPeak, BurstLimit: t.Headroom.BurstLimit,
		Average: t.Headroom.AveragePeak, AverageLimit: t.Headroom.AverageLimit,
		Latency: HistogramOf(t.Succeeded), FailedLatency: HistogramOf(t.Failed),
		Slowest: exactly(t.Latency.Max), SlowestFailed: exactly(t.FailedLatency.Max),
		Events: t.Events, Digest: t.Digest, Figures: t.Figures, Run: &t.Summary,
	}
	if t.Bans.First != nil {
		first := exactly(*t.Bans.First)
		o.FirstBan = &first
	}
	return o
}

// exactly is the whole nanoseconds that were divided into milliseconds: below 2^53 ns, 104 days,
// rounding undoes the division.
func exactly(ms float64) time.Duration { return time.Duration(math.Round(float64(ms * 1e6))) }
