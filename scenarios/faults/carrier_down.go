package faults

import (
	"slices"
	"strings"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/internal/strict"
	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/strategies"
)

func init() {
	Register("carrier_down", "The carrier answers with an error for no reason; hits still count.",
		func() Kind { return &CarrierDown{} })
}

// CarrierDown makes the carrier answer with an error. A 401 of this kind leaves the token alive.
type CarrierDown struct {
	AtCarrier `yaml:",inline"`
	Spell     `yaml:",inline"`

	Status   int          `yaml:"status" min:"400" max:"599" doc:"What it answers; a token refused so stays alive. Default 503."`
	Only     Where        `yaml:"only" doc:"Only these requests: token, api, or a path of the carrier that the fleet requests. Default both."`
	Customer *int         `yaml:"customer" min:"0" doc:"Only this customer's requests. Default everybody's."`
	Share    strict.Share `yaml:"share" doc:"Share of the requests. Default 1."`
	Body     *FaultBody   `yaml:"body" doc:"What the answer's body says: the code that clients look at. Default none."`
}

// A FaultBody is the body of an answer, as far as clients look at it.
type FaultBody struct {
	Error string `yaml:"error,required" meant:"a code, such as invalid_grant" doc:"The code of the error, such as invalid_grant (RFC 6749, section 5.2)."`
}

// Defaults sets the defaults.
func (f *CarrierDown) Defaults() { f.Status, f.Share = 503, 1 }

// Check reports a path that no request of the fleet goes to.
func (f *CarrierDown) Check(at strict.Place, s measure.Sizes) {
	f.Start.Check(at, s)
	f.check(at, s)
	known := Only("").Choices()
	if c := s.Carrier(f.Carrier); c.TokenPath != "" {
		known = append(known, c.TokenPath, c.CallPath)
	}
	if where := string(f.Only); at.Sound("only") && where != "" && !slices.Contains(known, where) {
		at.Key("only").Wrong(unit.Quote(where), unit.Meant(where, known))
	}
}

// only is the endpoint that is meant: each has one path that the fleet requests.
func (f *CarrierDown) only(s measure.Sizes) Only {
	switch c := s.Carrier(f.Carrier); string(f.Only) {
	case "":
		return ""
	case c.TokenPath:
		return Only(fakecarrier.TokenEndpoint.String())
	case c.CallPath:
		return Only(fakecarrier.APIEndpoint.String())
	}
	return Only(f.Only)
}

// Apply makes the carrier answer with the status.
func (f *CarrierDown) Apply(p Platform) {
	f.During(p, func() func() {
		answer := Answer{
			Status: f.Status, Only: f.only(p.Sizes()), Share: float64(f.Share),
			Customer: f.Customer,
		}
		if f.Body != nil {
			answer.Code = f.Body.Error
		}
		return p.Answer(answer)
	})
}

// Label is carrier down.
func (*CarrierDown) Label() string { return "carrier down" }

// Blames reports whether the hit is to replace a token that the fault refused. Any other answer of
// the fault is itself the reason of what follows.
func (f *CarrierDown) Blames(h *Hit) bool {
	return time.Duration(f.At) <= h.At && h.Why == strategies.WhyRejected &&
		h.Reason == fakecarrier.ReasonFault
}

// A Where names an endpoint, or a path of the carrier; empty stands for both endpoints.
type Where string

// UnmarshalText reads an endpoint's name, or a path.
func (w *Where) UnmarshalText(text []byte) error {
	*w = Where(text)
	if choices := Only("").Choices(); !slices.Contains(choices, string(*w)) && !w.isPath() {
		return &unit.Error{
			Found: unit.Quote(string(*w)), Meant: unit.Meant(string(*w), append(choices, "a /path")),
		}
	}
	return nil
}

func (w *Where) isPath() bool { return strings.HasPrefix(string(*w), "/") }

// Patterns are those of its text.
func (*Where) Patterns() []string { return []string{"^(token|api|/.*)$"} }
