package front

import (
	"fmt"
	"maps"
	"net/http"
	"slices"

	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// A FaultKind says what goes wrong, by the name that users type. Each kind is one file.
type FaultKind string

func (k FaultKind) String() string { return string(k) }

// UnmarshalText reads the name of a kind.
func (k *FaultKind) UnmarshalText(text []byte) error {
	*k = FaultKind(text)
	if _, known := faultKinds[*k]; !known {
		return &unit.Error{
			Found: fmt.Sprintf("%q", unit.Shorten(string(text))),
			Meant: unit.Meant(string(text), FaultKinds()),
		}
	}
	return nil
}

// FaultKinds lists the kinds, by name.
func FaultKinds() []string {
	var names []string
	for _, k := range slices.Sorted(maps.Keys(faultKinds)) {
		names = append(names, string(k))
	}
	return names
}

// A faultKind is what is known of a kind.
type faultKind struct {
	fails  bool // it answers with a status, and perhaps a code
	waits  bool // it has a delay
	check  func(f *Fault) error
	strike func(w *World, f *Fault, t *trouble) // it says what it does to a request
}

// faultKinds are all kinds. Each file adds its own.
var faultKinds = map[FaultKind]faultKind{}

func registerFault(name FaultKind, k faultKind) {
	if _, taken := faultKinds[name]; taken {
		panic("fakecarrier: two faults are called " + string(name))
	}
	faultKinds[name] = k
}

// A sender sends an answer, or what is left of it.
type sender func(w *World, x *exchange, a *answer)

// An answer is one that is ready to be sent, and may be damaged before.
type answer struct {
	header http.Header
	status int
	body   []byte
}

func (a *answer) Header() http.Header    { return a.header }
func (a *answer) WriteHeader(status int) { a.status = status }
func (a *answer) Write(b []byte) (int, error) {
	a.body = append(a.body, b...)
	return len(b), nil
}

// send sends the answer with another body.
func (a *answer) send(x *exchange, body []byte) {
	x.rw.Header()["Content-Length"] = []string{fmt.Sprint(len(body))}
	x.rw.WriteHeader(a.status)
	_, _ = x.rw.Write(body) // the caller may have left
}
