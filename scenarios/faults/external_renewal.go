package faults

import (
	"iter"
	"time"

	"github.com/tokenstorm/tokenstorm/internal/strict"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

func init() {
	Register("external_renewal", "Someone else renews with our credentials.",
		func() Kind { return &ExternalRenewal{} })
}

// ExternalRenewal kills our tokens where the carrier allows one token only.
type ExternalRenewal struct {
	AtCarrier `yaml:",inline"`
	Start     `yaml:",inline"`

	From     Origin                               `yaml:"from" doc:"Where the renewal is sent from, and metered: own-ip, the fleet's first public IP, or foreign-ip. Default nowhere: the token is issued, and no meter counts."`
	Every    strict.Optional[strict.PositiveSpan] `yaml:"every" doc:"Again and again. Default once."`
	Until    strict.Optional[strict.Instant]      `yaml:"until" doc:"Until when. Default: the end of the run."`
	Customer *int                                 `yaml:"customer" min:"0" doc:"Whose credentials. Default everybody's."`
}

// An Origin is where somebody else's renewal comes from; empty: it is no request at all.
type Origin string

// The origins. A request is metered, and may be refused; then it kills nothing.
const (
	OwnIP     Origin = "own-ip"
	ForeignIP Origin = "foreign-ip"
)

// Choices are what a file may write.
func (Origin) Choices() []string { return []string{string(OwnIP), string(ForeignIP)} }

// Check reports an end before the beginning.
func (f *ExternalRenewal) Check(at strict.Place, s measure.Sizes) {
	f.Start.Check(at, s)
	f.check(at, s)
	if at.Sound("at", "until") && f.Until.Given && f.Until.Value <= f.At {
		at.Key("until").Wrong(f.Until.Value.String(), "an instant after "+f.At.String())
	}
}

// Apply makes a stranger renew for each customer.
func (f *ExternalRenewal) Apply(p Platform) {
	for _, who := range f.strangers(p.Sizes()) {
		Again(p, f.At, f.Every, f.Until, func() { f.renew(p, who) })
	}
}

// strangers are those who renew: one for each customer.
func (f *ExternalRenewal) strangers(s measure.Sizes) (all []Stranger) {
	for c := range s.Customers {
		if f.Customer == nil || *f.Customer == c {
			all = append(all, Stranger{Customer: c, Foreign: f.From == ForeignIP})
		}
	}
	return all
}

// renew acts on the carrier's state, unless a file says where a request comes from.
func (f *ExternalRenewal) renew(p Platform, who Stranger) {
	if f.From == "" {
		p.Issue(who.Customer)
		return
	}
	p.Request(who)
}

// Visits are the requests: none where a file does not say where they come from.
func (f *ExternalRenewal) Visits(s measure.Sizes) iter.Seq[Visit] {
	return func(yield func(Visit) bool) {
		if f.From == "" {
			return
		}
		for at := range instants(f.At, f.Every, f.Until, s.Length) {
			for _, who := range f.strangers(s) {
				if !yield(Visit{at, who}) {
					return
				}
			}
		}
	}
}

// Label is external renewal.
func (*ExternalRenewal) Label() string { return "external renewal" }

// Blames reports whether somebody else sent the request with our credentials.
func (f *ExternalRenewal) Blames(h *Hit) bool {
	if f.From == OwnIP {
		return h.By == measure.ByNeighbour && h.Customer < h.Sizes.Customers
	}
	return h.By == measure.ByOutsider
}

// Momentary reports whether there is one renewal alone.
func (f *ExternalRenewal) Momentary() bool { return !f.Every.Given && !f.Until.Given }

// Events are one a renewal.
func (f *ExternalRenewal) Events(s measure.Sizes) float64 {
	if !f.Every.Given {
		return 0
	}
	customers := 1
	if f.Customer == nil {
		customers = s.Customers
	}
	return float64(customers) * s.Length.Seconds() / time.Duration(f.Every.Value).Seconds()
}
