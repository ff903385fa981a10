package front

import (
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// A Fault is something that goes wrong at the carrier. Requests during a fault count as hits; if
// only the reply is lost, they also take effect.
type Fault struct {
	ID       uint64    `json:"-"` // from 1; Inject sets it
	Kind     FaultKind `json:"kind"`
	Endpoint string    `json:"endpoint,omitempty"` // "token", "api", or "" for both

	// Status is that of FaultOutage and FaultErrors: 401, 429, 500 to 599; 0 means 503.
	Status int `json:"status,omitempty"`

	Share float64       `json:"share,omitempty"` // of the requests that fail; 0 means all
	Delay time.Duration `json:"-"`               // of FaultLatency: how long answers are held back
	Until time.Time     `json:"until,omitzero"`  // its end; the zero Time means when Clear is called
}

// A FaultKind says what goes wrong.
type FaultKind = unit.Enum[faultKindNames]

type faultKindNames struct{}

// Names are as users type them.
func (faultKindNames) Names() []string {
	return []string{"outage", "latency", "error-rate", "lost-reply"}
}

// The kinds. An outage answers every request with an error, an error rate a share of them: 5xx, or
// 401 or 429 for no reason. Latency holds answers back. A lost reply closes the connection after
// the request took effect.
const (
	FaultOutage FaultKind = iota
	FaultLatency
	FaultErrors
	FaultLostReply
)

// mostFaults is how many faults a World has at the same time (assumed: more than anyone needs).
const mostFaults = 100

// check returns an error if the fault makes no sense, and fills in defaults.
func (f *Fault) check() error {
	if int(f.Kind) >= len(f.Kind.Choices()) {
		return fmt.Errorf("unknown fault %d, one of %v", f.Kind, f.Kind.Choices())
	}
	fails := f.Kind == FaultOutage || f.Kind == FaultErrors
	switch {
	case f.Endpoint != "" && f.Endpoint != "token" && f.Endpoint != "api":
		return fmt.Errorf("unknown endpoint %q%s", f.Endpoint,
			unit.DidYouMean(f.Endpoint, []string{"token", "api"}))
	case !(f.Share >= 0 && f.Share <= 1): // NaN too
		return fmt.Errorf("a share of %v is not between 0 and 1", f.Share)
	case f.Kind == FaultErrors && f.Share == 0:
		return errors.New("an error rate needs its share")
	case f.Kind == FaultOutage && f.Share != 0 && f.Share != 1:
		return fmt.Errorf("an outage hits all requests, a share of %v is an error rate", f.Share)
	case f.Kind == FaultLatency && f.Delay <= 0:
		return fmt.Errorf("a latency needs a delay above zero, not %v", f.Delay)
	case f.Kind != FaultLatency && f.Delay != 0:
		return fmt.Errorf("a delay is of a latency, not of an %v", f.Kind)
	case !fails && f.Status != 0:
		return fmt.Errorf("a status is of an outage or an error rate, not of a %v", f.Kind)
	case f.Status != 0 && f.Status != http.StatusUnauthorized &&
		f.Status != http.StatusTooManyRequests && (f.Status < 500 || f.Status > 599):
		return fmt.Errorf("a carrier in trouble answers 401, 429, or 500 to 599, not %d", f.Status)
	}
	if fails && f.Status == 0 {
		f.Status = http.StatusServiceUnavailable
	}
	if f.Share == 0 {
		f.Share = 1
	}
	return nil
}

// hits reports whether the fault affects that endpoint.
func (f *Fault) hits(e fakecarrier.Endpoint) bool {
	return f.Endpoint == "" || f.Endpoint == e.String()
}

// over reports whether the fault has ended.
func (f *Fault) over(now time.Time) bool { return !f.Until.IsZero() && !now.Before(f.Until) }

// A trouble is what all faults together do to one request.
type trouble struct {
	status int       // of the answer; 0 if no fault answers
	until  time.Time // when the fault that answers ends; zero if that is not known
	delay  time.Duration
	lost   bool
}

// trouble decides what the faults do to a request, and drops faults that have ended.
func (w *World) trouble(now time.Time, e fakecarrier.Endpoint) (t trouble) {
	left := w.faults[:0]
	for _, f := range w.faults {
		if f.over(now) {
			continue
		}
		left = append(left, f)
		if !f.hits(e) || f.Share < 1 && w.chance.Float64() >= f.Share {
			continue
		}
		t.delay += f.Delay
		t.lost = t.lost || f.Kind == FaultLostReply
		if t.status == 0 {
			t.status, t.until = f.Status, f.Until
		}
	}
	w.faults = left
	return t
}
