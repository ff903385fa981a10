package cluster

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"time"

	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

// An answer is what became of a batch.
type answer struct {
	worker string
	apart  string // not empty: why there are no results; the runs are to be asked for one by one
	runs   [][]study.Result
	times  []time.Duration // of the runs
}

// A head is what an answer says before its outcomes. Errors and sizes are those of the results, in
// their order.
type head struct {
	Worker string          `json:"worker"`
	Apart  string          `json:"apart,omitempty"`
	Times  []time.Duration `json:"times_ns,omitempty"` // of the runs
	Errors []string        `json:"errors,omitempty"`   // empty: it has an outcome
	Sizes  []int           `json:"sizes,omitempty"`    // of outcomes, in bytes; 0: it has none
}

// bytes is the answer as the server keeps it: the size of the head, the head, the outcomes, packed.
func (a *answer) bytes() []byte {
	h := head{Worker: a.worker, Times: a.times, Apart: a.apart}
	var outcomes []byte
	for _, run := range a.runs {
		for _, r := range run {
			data := outcomeBytes(r.Outcome)
			h.Errors, h.Sizes = append(h.Errors, r.Error), append(h.Sizes, len(data))
			outcomes = append(outcomes, data...)
		}
	}
	text, err := json.Marshal(h)
	if err != nil {
		panic(err) // strings and numbers
	}
	return packed(append(append(binary.AppendUvarint(nil, uint64(len(text))), text...), outcomes...))
}

// outcomeBytes is an outcome as bytes; none where there is none.
func outcomeBytes(o *measure.Outcome) []byte {
	if o == nil {
		return nil
	}
	return must(o.MarshalBinary())
}

var errNoAnswer = errors.New("what is kept is no answer to the batch")

// answerOf reads the answer to a batch.
func answerOf(data []byte, b batch) (*answer, error) {
	data, err := unpacked(data)
	if err != nil {
		return nil, err
	}
	size, n := binary.Uvarint(data)
	if n <= 0 || size > uint64(len(data)-n) {
		return nil, errNoAnswer
	}
	var h head
	if err := json.Unmarshal(data[n:n+int(size)], &h); err != nil {
		return nil, err
	}
	a := &answer{worker: h.Worker, times: h.Times, apart: h.Apart}
	if a.apart != "" {
		return a, nil
	}
	if len(a.times) != len(b) {
		return nil, errNoAnswer
	}
	data = data[n+int(size):]
	at := 0
	for _, run := range b {
		results := make([]study.Result, len(run))
		for i, c := range run {
			if at >= len(h.Sizes) || at >= len(h.Errors) || h.Sizes[at] > len(data) {
				return nil, errNoAnswer
			}
			results[i] = study.Result{Cell: c, Error: h.Errors[at]}
			if size := h.Sizes[at]; size > 0 {
				results[i].Outcome = new(measure.Outcome)
				if err := results[i].Outcome.UnmarshalBinary(data[:size]); err != nil {
					return nil, err
				}
				data = data[size:]
			}
			if !results[i].Done() {
				return nil, errNoAnswer
			}
			at++
		}
		a.runs = append(a.runs, results)
	}
	return a, nil
}

// took is how long its runs took together.
func (a *answer) took() (sum time.Duration) {
	for _, one := range a.times {
		sum += one
	}
	return sum
}

// failed reports whether a run of the batch failed.
func (a *answer) failed() bool {
	for _, run := range a.runs {
		for _, r := range run {
			if r.Error != "" {
				return true
			}
		}
	}
	return false
}
