package reports

import (
	"io"

	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

// frontierJSON has the keys of the columns of the CSV.
type frontierJSON struct {
	Scenario string     `json:"scenario"`
	Field    string     `json:"field"`
	From     string     `json:"from"`
	To       string     `json:"to"`
	Until    string     `json:"until"`
	First    uint64     `json:"first_seed"`
	Seeds    int        `json:"seeds"`
	Level    float64    `json:"level"` // 0: survived is what no run meets
	Edges    []edgeJSON `json:"edges"`
}

type edgeJSON struct {
	Strategy    string  `json:"strategy"`
	Reading     string  `json:"reading"`
	Survives    string  `json:"survives"`
	Value       *string `json:"value"` // null: no value is survived
	Hits        int     `json:"hits"`
	N           int     `json:"n"`
	Low         float64 `json:"p_low"`
	High        float64 `json:"p_high"`
	NotSurvived *string `json:"not_survived"` // null: every value is survived
	BeyondHits  int     `json:"beyond_hits"`
	BeyondN     int     `json:"beyond_n"`
	Probes      int     `json:"probes"`
	Runs        int     `json:"runs"`
}

// JSON writes the frontiers as one object.
func (f *Frontier) JSON(w io.Writer) error {
	out := frontierJSON{
		Scenario: f.Scenario, Field: f.Values.Path, Until: f.Until, First: f.First, Seeds: f.Seeds,
		Level: f.Level, Edges: []edgeJSON{},
	}
	out.From, out.To = f.ends()
	for _, e := range f.Edges {
		there := e.There.Interval(study.Confidence)
		out.Edges = append(out.Edges, edgeJSON{
			Strategy: e.Strategy, Reading: e.Reading, Survives: f.survives(&e), Value: orNull(f.value(&e)),
			Hits: e.There.Hits, N: e.There.N, Low: there.Low, High: there.High,
			NotSurvived: orNull(f.next(&e)), BeyondHits: e.Beyond.Hits, BeyondN: e.Beyond.N,
			Probes: e.Probes, Runs: e.Runs,
		})
	}
	return WriteJSON(w, out)
}

func orNull(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}
