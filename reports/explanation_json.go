package reports

import (
	"encoding/json"
	"time"

	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// MarshalJSON writes the explanation with times in milliseconds since the run's start.
func (e *Explanation) MarshalJSON() ([]byte, error) {
	bans, tries := []banJSON{}, []tryJSON{}
	for i := range e.Bans {
		bans = append(bans, e.Bans[i].portable())
	}
	for i := range e.Tries {
		tries = append(tries, e.Tries[i].portable())
	}
	return json.Marshal(struct {
		Scenario string    `json:"scenario"`
		Strategy string    `json:"strategy"`
		Reading  string    `json:"reading"`
		Seed     uint64    `json:"seed"`
		Count    int       `json:"bans_count"`
		Bans     []banJSON `json:"bans"`
		Tries    []tryJSON `json:"changes"`
		Untried  string    `json:"no_change_because,omitempty"`
	}{e.Scenario, e.Strategy, e.Reading, e.Seed, e.Count, bans, tries, e.Untried})
}

type banJSON struct {
	Number     int           `json:"number"`
	At         float64       `json:"at_ms"`
	Since      float64       `json:"since_ms"`
	Until      float64       `json:"until_ms"`
	Rule       string        `json:"rule"`
	IP         int           `json:"ip"`
	Imposed    bool          `json:"imposed"`
	Cut        bool          `json:"cut"`
	Causes     []causeJSON   `json:"causes"`
	Roots      []causeJSON   `json:"roots"`
	NoRequests *noReturnJSON `json:"inevitable_without_requests"`
	NoClicks   *noReturnJSON `json:"inevitable_without_clicks"`
	Hits       []hitJSON     `json:"hits"`
}

type causeJSON struct {
	Name string `json:"name"`
	Hits int    `json:"hits"`
}

type noReturnJSON struct {
	Always  bool    `json:"always"`
	Unclear bool    `json:"unclear"`
	At      float64 `json:"at_ms"`
	Fell    float64 `json:"fell_ms"`
	Runs    int     `json:"runs"`
}

type hitJSON struct {
	requestJSON
	Sent   float64       `json:"sent_ms"`
	Beside uint64        `json:"beside,omitempty"`
	Root   string        `json:"root"`
	Depth  int           `json:"depth"`
	Chain  []requestJSON `json:"chain"`
	Origin requestJSON   `json:"origin"`
}

type requestJSON struct {
	Request  uint64  `json:"request"`
	At       float64 `json:"at_ms"`
	By       string  `json:"by"`
	Node     int     `json:"node"`
	Customer int     `json:"customer"`
	Action   uint64  `json:"action,omitempty"`
	User     *uint32 `json:"user,omitempty"`
	Click    int     `json:"click,omitempty"`
	Status   int     `json:"status"`
	Cause    string  `json:"cause"`
	Rejected uint64  `json:"rejected,omitempty"`
	KilledBy uint64  `json:"killed_by,omitempty"`
}

type tryJSON struct {
	Change      string   `json:"change"`
	Size        string   `json:"size"`
	AvertsFirst bool     `json:"averts_first"`
	AvertsAll   bool     `json:"averts_all"`
	Bans        int      `json:"bans"`
	First       *float64 `json:"first_ms"`
	Succeeded   int      `json:"succeeded"`
	Ended       int      `json:"ended"`
	Requests    int      `json:"token_requests"`
	P99         *float64 `json:"p99_ms"` // null: too few succeeded to tell
}

func ms64(d time.Duration) float64 { return float64(d) / 1e6 }

func (b *Ban) portable() banJSON {
	out := banJSON{
		Number: b.Number, At: ms64(b.At), Since: ms64(b.Since), Until: ms64(b.Until), Rule: b.Rule,
		IP: b.IP, Imposed: b.Imposed, Cut: b.Cut, Causes: []causeJSON{}, Roots: []causeJSON{},
		Hits: []hitJSON{}, NoRequests: b.NoRequests.portable(), NoClicks: b.NoClicks.portable(),
	}
	for _, c := range b.Causes() {
		out.Causes = append(out.Causes, causeJSON(c))
	}
	for _, c := range b.Roots() {
		out.Roots = append(out.Roots, causeJSON(c))
	}
	for i := range b.Hits {
		h := &b.Hits[i]
		hit := hitJSON{
			requestJSON: h.portable(), Sent: ms64(h.Sent), Beside: h.Beside, Root: string(h.Root),
			Depth: h.Depth, Chain: []requestJSON{}, Origin: h.Forbear.portable(),
		}
		for j := range h.Chain {
			hit.Chain = append(hit.Chain, h.Chain[j].portable())
		}
		out.Hits = append(out.Hits, hit)
	}
	return out
}

func (r *NoReturn) portable() *noReturnJSON {
	if r == nil {
		return nil
	}
	return &noReturnJSON{r.Always, r.Unclear, ms64(r.At), ms64(r.Fell), r.Runs}
}

func (h *TokenHit) portable() requestJSON {
	out := requestJSON{
		Request: h.Serial, At: ms64(h.At), By: [...]string{"fleet", "outsider", "neighbour"}[h.By],
		Node: h.Node, Customer: h.Customer, Action: h.Action, Click: h.Click, Status: h.Status,
		Cause: h.Cause(), Rejected: h.Rejected, KilledBy: h.KilledBy,
	}
	if h.User != measure.NoUser {
		out.User = &h.User
	}
	return out
}

func (t *Try) portable() tryJSON {
	out := tryJSON{
		Change: t.Change, Size: t.Size, AvertsFirst: t.AvertsFirst, AvertsAll: t.AvertsAll(),
		Bans: t.Bans, Succeeded: t.Succeeded, Ended: t.Ended, Requests: t.Requests,
	}
	if t.P99 > 0 {
		out.P99 = &t.P99
	}
	if t.Bans > 0 {
		first := ms64(t.First)
		out.First = &first
	}
	return out
}
