package reports

import (
	"bufio"
	"encoding/json"
	"io"
	"strconv"
	"sync"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/reports/lineage"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/strategies"
)

// RecordLines is the Fold that writes each record as one line of JSON. Times are milliseconds since
// the run's start, exact to the nanosecond; what says nothing of a kind of record is left out. It
// may be closed while the run goes on, which an interrupted run does.
type RecordLines struct {
	mu    sync.Mutex
	w     *bufio.Writer // keeps the first error, which Flush returns
	line  []byte
	shut  bool
	namer *lineage.Namer
}

// NewRecordLines writes the records of a run of s with a strategy to w.
func NewRecordLines(w io.Writer, s *scenarios.Scenario, strategy string) *RecordLines {
	return &RecordLines{w: bufio.NewWriterSize(w, 1<<20), namer: lineage.NewNamer(s, strategy)}
}

// Head writes the first line: the format, and which run the records are of.
func (l *RecordLines) Head(scenario, strategy, reading string, seed uint64) {
	line, err := json.Marshal(recordsHead{recordsFormat.Number, scenario, strategy, reading, seed})
	if err != nil {
		panic(err) // strings and numbers
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	_, _ = l.w.Write(append(line, '\n'))
}

// Add writes one record.
func (l *RecordLines) Add(r *measure.Record) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.shut {
		return
	}
	b := appendRecord(l.line[:0], r)
	parts := l.namer.Of(r)
	for _, d := range measure.Dimensions() {
		if name := parts[d.Name]; name != "" {
			b = appendText(b, d.Name, name)
		}
	}
	b = append(b, '}', '\n')
	l.line = b
	_, _ = l.w.Write(l.line)
}

// Close writes what is left, and ignores what is yet to come.
func (l *RecordLines) Close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.shut = true
	return l.w.Flush()
}

func appendRecord(b []byte, r *measure.Record) []byte {
	b = append(b, `{"at_ms":`...)
	b = unit.AppendMilliseconds(b, r.At)
	b = appendWord(b, "kind", r.Kind.String())
	switch r.Kind {
	case measure.FaultBegan, measure.FaultEnded:
		b = appendNumber(b, "fault", uint64(r.Fault))
	case measure.BanImposed:
		b = appendNumber(b, "ip", uint64(r.IP))
		b = appendTime(b, "banned_until_ms", r.BannedUntil)
	case measure.ActionStarted, measure.ActionSucceeded, measure.ActionFailed:
		b = appendAction(b, r)
	case measure.SessionLost:
		b = appendLoss(b, r)
	case measure.SessionBegan:
		b = appendNumber(b, "customer", uint64(r.Customer))
	default:
		b = appendRequest(b, r)
	}
	return b
}

// appendLoss says whose session was lost, since when, and by which request, if one did.
func appendLoss(b []byte, r *measure.Record) []byte {
	b = appendNumber(b, "customer", uint64(r.Customer))
	b = appendTime(b, "since_ms", r.Since)
	b = appendWord(b, "loss", r.Loss().String())
	if r.Serial != 0 {
		b = appendNumber(b, "request", r.Serial)
	}
	if r.Action != 0 {
		b = appendNumber(b, "action", r.Action)
	}
	if r.Serial != 0 || r.Action != 0 {
		b = appendNumber(b, "node", uint64(r.Node))
	}
	return b
}

func appendAction(b []byte, r *measure.Record) []byte {
	b = appendNumber(b, "action", r.Action)
	b = appendCaller(b, r)
	b = appendNumber(b, "click", uint64(r.Click))
	if r.Kind != measure.ActionStarted {
		b = appendTime(b, "clicked_ms", r.Sent)
	}
	if r.Kind == measure.ActionFailed {
		b = appendNumber(b, "status", uint64(r.Status))
	}
	return b
}

func appendRequest(b []byte, r *measure.Record) []byte {
	b = appendNumber(b, "request", r.Serial)
	if r.Action != 0 {
		b = appendNumber(b, "action", r.Action)
	}
	b = appendWord(b, "by", lineage.Sender(r.By).String())
	b = appendCaller(b, r)
	b = appendNumber(b, "ip", uint64(r.IP))
	b = appendTime(b, "sent_ms", r.Sent)
	if r.Kind != measure.RequestLost {
		b = appendNumber(b, "status", uint64(r.Status))
	}
	if r.Why != strategies.WhyUnstated {
		b = appendWord(b, "why", r.Why.String())
	}
	if r.Reason != fakecarrier.ReasonNone {
		b = appendWord(b, "reason", r.Reason.String())
	}
	for _, id := range []struct {
		key string
		n   uint64
	}{{"token", r.Token}, {"rejected", r.Rejected}, {"killed_by", r.KilledBy}} {
		if id.n != 0 && id.n != measure.WithoutRights {
			b = appendNumber(b, id.key, id.n)
		}
	}
	if r.Ban != fakecarrier.BanNone {
		b = appendWord(b, "ban", r.Ban.String())
		b = appendWord(b, "rule", measure.RuleName(r))
		b = appendTime(b, "since_ms", r.Since)
		b = appendTime(b, "banned_until_ms", r.BannedUntil)
	}
	return b
}

// appendCaller says on whose behalf, from which node.
func appendCaller(b []byte, r *measure.Record) []byte {
	if r.By != measure.ByFleet {
		return b
	}
	if r.User != measure.NoUser {
		b = appendNumber(b, "user", uint64(r.User))
	}
	b = appendNumber(b, "node", uint64(r.Node))
	return appendNumber(b, "customer", uint64(r.Customer))
}

func appendKey(b []byte, key string) []byte {
	return append(append(append(b, `,"`...), key...), `":`...)
}

func appendNumber(b []byte, key string, n uint64) []byte {
	return strconv.AppendUint(appendKey(b, key), n, 10)
}

// appendText writes a name that somebody gave.
func appendText(b []byte, key, text string) []byte {
	quoted, err := json.Marshal(text)
	if err != nil {
		panic(err) // a string
	}
	return append(appendKey(b, key), quoted...)
}

// appendWord writes a name of ours, which holds nothing that JSON would have escaped.
func appendWord(b []byte, key, word string) []byte {
	return append(append(append(appendKey(b, key), '"'), word...), '"')
}

func appendTime(b []byte, key string, d time.Duration) []byte {
	return unit.AppendMilliseconds(appendKey(b, key), d)
}
