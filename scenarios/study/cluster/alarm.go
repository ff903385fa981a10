package cluster

import (
	"bytes"
	"cmp"
	"fmt"
	"strings"

	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

// An Alarm is the error of a cell that came out otherwise at two workers: runs are not the same
// everywhere, and what the study comes to cannot be trusted.
type Alarm struct {
	Cell   study.Cell `json:"cell"`
	First  Report     `json:"first"`
	Second Report     `json:"second"`
	What   []string   `json:"differs,omitempty"` // some of what differs
}

// A Report is what a cell came to at one worker.
type Report struct {
	Worker string `json:"worker"`
	Digest string `json:"digest"` // or the error of the run
}

func (a *Alarm) Error() string {
	differs := ""
	if len(a.What) > 0 {
		differs = ": " + strings.Join(a.What, ", ")
	}
	return fmt.Sprintf("%s came out otherwise on two machines: digest %s by %s, and %s by %s%s; they "+
		"are not the same program, or one of them is broken", a.Cell, a.First.Digest, a.First.Worker,
		a.Second.Digest, a.Second.Worker, differs)
}

// compared is the alarm of two answers to one batch; nil where they are the same, or one has no
// results.
func compared(first, second *answer) *Alarm {
	if first.apart != "" || second.apart != "" {
		return nil
	}
	for i, run := range first.runs {
		for k := range run {
			was, is := &first.runs[i][k], &second.runs[i][k]
			if was.Error == is.Error &&
				bytes.Equal(outcomeBytes(was.Outcome), outcomeBytes(is.Outcome)) {
				continue
			}
			a := &Alarm{Cell: was.Cell, First: Report{first.worker, digestOf(was)},
				Second: Report{second.worker, digestOf(is)}}
			if was.Outcome != nil && is.Outcome != nil {
				a.What = study.Differing(was, is.Outcome)
				a.What = a.What[:min(len(a.What), mostDiffering)]
			}
			return a
		}
	}
	return nil
}

// mostDiffering is how many differences an alarm names (assumed).
const mostDiffering = 5

func digestOf(r *study.Result) string {
	if r.Outcome == nil {
		return "none (" + r.Error + ")"
	}
	return cmp.Or(r.Outcome.Digest, "none")
}
