package measure

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"time"
)

// An Outcome is what one run came to: counts, and times in whole nanoseconds. It is one run: it
// says nothing of how likely its figures are.
//
// The names that stand here are those of a run's JSON. Results of a study have an outcome flat, as
// Flat makes it.
type Outcome struct {
	Scenario       string     `json:"scenario"`
	Strategy       string     `json:"strategy"`
	Reading        string     `json:"reading"`
	Seed           uint64     `json:"seed"`
	VirtualSeconds float64    `json:"virtual_seconds"`
	Events         uint64     `json:"events"`
	Digest         string     `json:"digest"`
	Actions        Actions    `json:"actions"`
	Token          TokenCount `json:"token"`
	API            APICount   `json:"api"`
	Bans           Bans       `json:"bans"`
	Sessions       *Sessions  `json:"sessions,omitempty"` // nil: there are no refresh tokens
	Headroom       Headroom   `json:"headroom"`
	Latency        Quantiles  `json:"latency_ms"`        // of successes, from the click
	FailedLatency  Quantiles  `json:"failed_latency_ms"` // of failures, from the click
	Recovery       Recovery   `json:"recovery"`

	// Classes and Groups are the same of the calls of one class alone, and in a mixed fleet of what
	// runs one strategy alone, by name.
	Classes Portions `json:"classes,omitempty"`
	Groups  Portions `json:"groups,omitempty"`
	// Carriers are the same of each of several carriers, by name: what the fleet and others asked it,
	// and the sessions with it.
	Carriers Portions `json:"carriers,omitempty"`

	// Figures are those that no other member holds, by name; a run may have none.
	Figures map[string]float64 `json:"figures,omitempty"`

	// What follows is in the results of a study alone.

	Asked Asked `json:"-"` // what is known of the run

	Latencies       Histogram     `json:"-"` // of successes
	FailedLatencies Histogram     `json:"-"`
	Slowest         time.Duration `json:"-"` // of successes
	SlowestFailed   time.Duration `json:"-"`
	Judged          bool          `json:"-"` // the scenario expects something of this strategy
	Unmet           []string      `json:"-"` // expectations not met, without the figures
}

// Asked is what is asked of a run, or of a study: all of it, or less. All else is then unknown.
type Asked string

// Everything is asked, or bans alone: whether the fleet is banned, and when first. Such a run may
// end at that ban: it counts one at most. Of a study the verdict alone may be asked, on whether a
// strategy is banned too often: bans are asked of its runs, which are no more than that takes.
const (
	Everything   Asked = ""
	BansAlone    Asked = "bans"
	VerdictAlone Asked = "verdict"
)

// OfRuns is what is asked of the runs of a study.
func (a Asked) OfRuns() Asked {
	if a == VerdictAlone {
		return BansAlone
	}
	return a
}

func (a Asked) String() string { return cmp.Or(string(a), "everything") }

// Actions counts user actions.
type Actions struct {
	Started   int `json:"started"`
	Succeeded int `json:"succeeded"`
	Failed    int `json:"failed"`
	Open      int `json:"open"` // still under way at the end
}

// TokenCount counts the fleet's token requests that reached the carrier.
type TokenCount struct {
	Requests int      `json:"requests"`
	Issued   int      `json:"issued"`
	Status   Statuses `json:"status"`
	Why      Whys     `json:"why"`
	Lost     int      `json:"lost"` // sent, and never arrived
}

// APICount counts the fleet's API calls that reached the carrier, or a proxy that answered them.
type APICount struct {
	Requests int      `json:"requests"`
	Status   Statuses `json:"status"`
	Rejected Rejected `json:"rejected"`
	Lost     int      `json:"lost"`
}

// Statuses counts answers as the carrier gave them.
type Statuses struct {
	OK           int `json:"200"`
	Unauthorized int `json:"401"`
	Forbidden    int `json:"403"`
	TooMany      int `json:"429"`
	ServerError  int `json:"5xx"`

	Other map[int]int // the rest of 4xx, by status; nil: none
}

// JSONShape is as what MarshalJSON writes.
func (s Statuses) JSONShape() any { return map[string]int{} }

// MarshalJSON writes a member for each status of Other beside those that are always there.
func (s Statuses) MarshalJSON() ([]byte, error) {
	all := map[string]int{
		"200": s.OK, "401": s.Unauthorized, "403": s.Forbidden, "429": s.TooMany, "5xx": s.ServerError,
	}
	for _, status := range slices.Sorted(maps.Keys(s.Other)) {
		all[strconv.Itoa(status)] = s.Other[status]
	}
	return json.Marshal(all)
}

// Whys counts token requests by their reason.
type Whys struct {
	Cold      int `json:"cold"`
	Expired   int `json:"expired"`
	Rejected  int `json:"rejected"`
	Ahead     int `json:"ahead"`
	CacheDown int `json:"cache_down"`
	Probe     int `json:"probe"`
}

// Rejected counts refused API calls by what was wrong with the token.
type Rejected struct {
	Expired int `json:"expired"`
	Killed  int `json:"killed"`
	Unknown int `json:"unknown"`
}

// Bans counts bans that hit the fleet: of its public IPs, or of its clients where the carrier bans
// those. The banned time is the sum over them.
type Bans struct {
	Count      int
	First      *time.Duration // since the run's start; nil: never
	Banned     time.Duration
	Extensions int
}

// bansJSON is what JSON has of Bans: times are in milliseconds.
type bansJSON struct {
	Count      int      `json:"count"`
	First      *float64 `json:"first_ms"` // null: never
	Banned     float64  `json:"banned_ms"`
	Extensions int      `json:"extensions"`
}

// JSONShape is as what MarshalJSON writes.
func (b Bans) JSONShape() any { return bansJSON{} }

// MarshalJSON writes times in milliseconds.
func (b Bans) MarshalJSON() ([]byte, error) {
	var first *float64
	if b.First != nil {
		ms := Milliseconds(*b.First)
		first = &ms
	}
	return json.Marshal(bansJSON{b.Count, first, Milliseconds(b.Banned), b.Extensions})
}

// Headroom is how full the fullest windows of one public IP were, whoever sent the hits: those of
// the carrier's burst threshold and of its average one, half-open and sliding, whatever the reading
// in force. A limit of 0 is one that the carrier does not have. Of several carriers they are those
// of the one whose window was the fullest, as a share of what it allows; of two, of the first.
type Headroom struct {
	BurstPeak    int `json:"burst_peak"`
	BurstLimit   int `json:"burst_limit"`
	AveragePeak  int `json:"average_peak"`
	AverageLimit int `json:"average_limit"`
}

// fullest is the headroom of all carriers.
func fullest(of []Headroom) (h Headroom) {
	fuller := func(peak, limit, than, thanLimit int) bool {
		return limit > 0 && (thanLimit == 0 || peak*thanLimit > than*limit)
	}
	for _, o := range of {
		if fuller(o.BurstPeak, o.BurstLimit, h.BurstPeak, h.BurstLimit) {
			h.BurstPeak, h.BurstLimit = o.BurstPeak, o.BurstLimit
		}
		if fuller(o.AveragePeak, o.AverageLimit, h.AveragePeak, h.AverageLimit) {
			h.AveragePeak, h.AverageLimit = o.AveragePeak, o.AverageLimit
		}
	}
	return h
}
