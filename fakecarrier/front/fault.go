package front

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/tokenstorm/tokenstorm/internal/chance"
	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// A Fault is something that goes wrong at the carrier. Requests during a fault count as hits; if
// only the reply is lost, they also take effect.
type Fault struct {
	ID       uint64    `json:"-"` // from 1; Inject sets it
	Kind     FaultKind `json:"kind"`
	Endpoint string    `json:"endpoint,omitempty"` // "token", "api", a path, or "" for both
	Client   string    `json:"client,omitempty"`   // whose requests; "" is everybody's

	// Status is that of FaultOutage and FaultErrors: 400 to 599; 0 means 503. A token that is refused
	// so stays alive.
	Status int `json:"status,omitempty"`

	Code  string              `json:"code,omitempty"`  // what the body of FaultOutage or FaultErrors calls it
	Share float64             `json:"share,omitempty"` // of the requests that fail; 0 means all
	Delay time.Duration       `json:"-"`               // of FaultLatency and FaultDrip: see there
	Adds  chance.Distribution `json:"-"`               // of FaultLatency, instead of Delay: drawn for each
	Until time.Time           `json:"until,omitzero"`  // its end; the zero Time means when Clear is called
}

// mostFaults is how many faults a World has at the same time (assumed: more than anyone needs).
const mostFaults = 100

// check returns an error if the fault makes no sense, and fills in defaults.
func (f *Fault) check() error {
	f.Kind = cmp.Or(f.Kind, FaultOutage)
	kind, known := faultKinds[f.Kind]
	switch {
	case !known:
		return fmt.Errorf("unknown fault %q; %s", f.Kind, unit.Suggestion(string(f.Kind), FaultKinds()))
	case f.Endpoint != "" && f.Endpoint != "token" && f.Endpoint != "api" && f.Endpoint[0] != '/':
		return fmt.Errorf("unknown endpoint %q; %s", f.Endpoint,
			unit.Suggestion(f.Endpoint, []string{"token", "api", "/a/path"}))
	case len(f.Endpoint) > mostPath || len(f.Client) > mostClientID:
		return fmt.Errorf("a path has at most %d bytes, a client id %d", mostPath, mostClientID)
	case !(f.Share >= 0 && f.Share <= 1): // NaN too
		return fmt.Errorf("a share of %v is not between 0 and 1", f.Share)
	case !kind.waits && (f.Delay != 0 || !f.Adds.IsZero()):
		return fmt.Errorf("only a latency and a drip have a delay, and this is of kind %v", f.Kind)
	case kind.waits && f.Delay <= 0 && f.Adds.IsZero():
		return fmt.Errorf("a %v needs a delay above zero, not %v", f.Kind, f.Delay)
	case !kind.fails && f.Code != "":
		return fmt.Errorf("only an outage or an error rate has a code, and this is of kind %v", f.Kind)
	case len(f.Code) > mostPath:
		return fmt.Errorf("a code has at most %d bytes", mostPath)
	case !kind.fails && f.Status != 0:
		return fmt.Errorf("only an outage or an error rate has a status, and this is of kind %v", f.Kind)
	case f.Status != 0 && (f.Status < 400 || f.Status > 599):
		return fmt.Errorf("a carrier in trouble answers 400 to 599, not %d", f.Status)
	}
	if kind.check != nil {
		if err := kind.check(f); err != nil {
			return err
		}
	}
	if kind.fails && f.Status == 0 {
		f.Status = http.StatusServiceUnavailable
	}
	if f.Share == 0 {
		f.Share = 1
	}
	return nil
}

// hits reports whether the fault affects a request.
func (f *Fault) hits(x *exchange) bool {
	there := f.Endpoint == "" || f.Endpoint == x.request.Endpoint.String() ||
		f.Endpoint == x.r.URL.Path
	return there && (f.Client == "" || f.Client == x.data.client)
}

// over reports whether the fault has ended.
func (f *Fault) over(now time.Time) bool { return !f.Until.IsZero() && !now.Before(f.Until) }

// A trouble is what all faults together do to one request.
type trouble struct {
	status int       // of the answer; 0 if no fault answers
	code   string    // of the error in its body; "": the body is the carrier's
	until  time.Time // when the fault that answers ends; zero if that is not known
	delay  time.Duration
	lost   bool
	send   sender // the answer, damaged; nil: as it is
	why    string // which fault answers, or loses the reply
}

// inForce returns the faults that have not ended, and forgets the others.
func (w *World) inForce(now time.Time) []Fault {
	w.faults = slices.DeleteFunc(w.faults, func(f Fault) bool { return f.over(now) })
	return w.faults
}

// trouble decides what the faults do to a request, once it is known whose it is.
func (w *World) trouble(x *exchange) trouble {
	if len(w.faults) == 0 && !x.crowded {
		return trouble{}
	}
	return w.struck(x)
}

func (w *World) struck(x *exchange) (t trouble) {
	for _, f := range w.inForce(x.data.now) {
		if !f.hits(x) || f.Share < 1 && w.chance.Float64() >= f.Share {
			continue
		}
		faultKinds[f.Kind].strike(w, &f, &t)
		if t.why == "" && f.Kind != FaultLatency {
			t.why = whyFault(&f)
		}
	}
	if x.crowded {
		t.status = http.StatusServiceUnavailable
		t.why = fmt.Sprintf("no room for another client id: %d are listed, which is the most",
			MostClients)
	}
	return t
}

// Inject starts a fault. It returns an error if the fault makes no sense, or if it is a latency and
// the clock cannot wait.
func (w *World) Inject(f Fault) error {
	if err := f.check(); err != nil {
		return fmt.Errorf("fakecarrier: fault: %w", err)
	}
	if faultKinds[f.Kind].waits && w.wait == nil {
		return fmt.Errorf("fakecarrier: fault: a %v needs a clock that can wait: one with an After, as "+
			"clockwork's", f.Kind)
	}
	w.mu.Lock()
	defer w.unlock()
	return w.inject(w.now(), f)
}

// inject is Inject for a fault that makes sense, and a caller that holds the lock.
func (w *World) inject(now time.Time, f Fault) error {
	if f.over(now) {
		return fmt.Errorf("fakecarrier: fault: it ends at %v, and it is %v", f.Until, now)
	}
	if len(w.inForce(now)) == mostFaults {
		return fmt.Errorf("fakecarrier: fault: %d are in force, and there is no room for more",
			mostFaults)
	}
	w.faultID++
	f.ID = w.faultID
	w.faults = append(w.faults, f)
	w.note(Event{Kind: EventFault, Detail: "injected " + string(f.Kind)})
	return nil
}

// Faults lists the faults in force, in the order in which they were injected.
func (w *World) Faults() []Fault {
	w.mu.Lock()
	defer w.unlock()
	return slices.Clone(w.inForce(w.now()))
}

// End ends one fault. It returns an error if that fault is not in force.
func (w *World) End(id uint64) error {
	w.mu.Lock()
	defer w.unlock()
	faults := w.inForce(w.now())
	i := slices.IndexFunc(faults, func(f Fault) bool { return f.ID == id })
	if i < 0 {
		return fmt.Errorf("fakecarrier: no fault %d is in force", id)
	}
	w.note(Event{Kind: EventFault, Detail: "ended " + string(faults[i].Kind)})
	w.faults = slices.Delete(faults, i, i+1)
	return nil
}

// Clear ends all faults.
func (w *World) Clear() {
	w.mu.Lock()
	defer w.unlock()
	w.now()
	w.faults = nil
	w.note(Event{Kind: EventFault, Detail: "cleared"})
}

// waitOn returns a function that waits on a clock, and returns false if the context ends first; nil
// if the clock cannot wait. Every clockwork and benbjohnson clock can.
func waitOn(clock Clock) func(context.Context, time.Duration) (awaited bool) {
	switch c := clock.(type) {
	case interface {
		Wait(context.Context, time.Duration) (awaited bool)
	}:
		return c.Wait
	case interface {
		After(time.Duration) <-chan time.Time
	}:
		return func(ctx context.Context, d time.Duration) bool {
			select {
			case <-c.After(d):
				return true
			case <-ctx.Done():
				return false
			}
		}
	}
	return nil
}
