package cluster

import (
	"encoding/json"
	"strings"

	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

// A batch is runs that one worker carries out one after the other. Each is cells that differ by
// their readings alone.
type batch [][]study.Cell

// The bounds of a batch: its message and its answer are to have less than the megabyte that servers
// take (assumed).
const (
	mostRuns  = 1000
	mostCells = 3000
)

// key is what distinguishes the batch from all others, and text is what its message says.
func (b batch) key() (key string, text []byte) {
	text, err := json.Marshal(b)
	if err != nil {
		panic(err) // strings and numbers
	}
	return idOf(text), packed(text)
}

// batchOf reads what a message says.
func batchOf(data []byte) (b batch, err error) {
	text, err := unpacked(data)
	if err == nil {
		err = json.Unmarshal(text, &b)
	}
	return b, err
}

// subject is that of a batch of a study.
func subject(id, key string) string { return "study." + id + "." + key }

// ofSubject is the study and the batch that a subject names.
func ofSubject(subject string) (id, key string) {
	id, key, _ = strings.Cut(strings.TrimPrefix(subject, "study."), ".")
	return id, key
}

// answerKey is where the answer of a batch stands, alarmKey where an alarm does, and ofStudy is the
// pattern of all of a study.
func answerKey(id, key string) string { return id + ".answer." + key }
func alarmKey(id, key string) string  { return id + ".alarm." + key }
func ofStudy(id string) string        { return id + ".>" }
