package reports

import (
	"io"

	"github.com/tokenstorm/tokenstorm/fakecarrier/quota"
	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/scenarios/accesslog"
)

// judgements are what --json prints. Times are milliseconds since the origin, exact to the
// nanosecond.
type judgements struct {
	Hits     int         `json:"hits"`
	Readings []judgement `json:"readings"`
}

type judgement struct {
	Reading        string             `json:"reading"`
	FirstViolation *unit.Milliseconds `json:"first_violation_ms"` // null: never
	Peak           int                `json:"peak"`
	Limit          int                `json:"limit"`
	ViolatedBy     []judgedHit        `json:"violated_by"` // of the first violated window; null: never
	Fullest        []judgedHit        `json:"fullest"`     // of the fullest window; null where the peak is 0
}

type judgedHit struct {
	Line int               `json:"line"`
	At   unit.Milliseconds `json:"at_ms"`
}

// JudgementsJSON writes the verdicts as one JSON object.
func JudgementsJSON(w io.Writer, hits *accesslog.Hits, judged []quota.Judgement) error {
	out := judgements{Hits: len(hits.At)}
	for _, j := range judged {
		of := judgement{
			Reading: j.Reading, Peak: j.Peak, Limit: j.Limit,
			ViolatedBy: judgedHits(hits, j.Filled), Fullest: judgedHits(hits, j.Fullest),
		}
		if j.Violated {
			ms := unit.Milliseconds(j.FirstViolation)
			of.FirstViolation = &ms
		}
		out.Readings = append(out.Readings, of)
	}
	return WriteJSON(w, out)
}

func judgedHits(hits *accesslog.Hits, which []int) []judgedHit {
	var all []judgedHit
	for _, i := range which {
		all = append(all, judgedHit{hits.Lines[i], unit.Milliseconds(hits.At[i].Sub(hits.Origin))})
	}
	return all
}
