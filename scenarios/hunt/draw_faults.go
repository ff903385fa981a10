package hunt

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/internal/chance"
	"github.com/tokenstorm/tokenstorm/internal/strict"
	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/faults"
)

// Each kind of fault that there is is a feature. Where none is chosen, a scenario has one or two.
func init() {
	for _, name := range faults.Names() {
		features = append(features, feature{"faults." + name, func(d *drawer, s *draft) {
			d.fault(name, s)
		}, true})
	}
}

// fault adds one of a kind; now and then two. Each ends, so that a strategy can recover.
func (d *drawer) fault(name string, s *draft) {
	all := s.at("faults")
	for range one(d, 1, 1, 1, 2) {
		if most := d.bounds.FaultsAtMost; most != nil && len(all.items) >= *most {
			return
		}
		fault := branch(name)
		for _, f := range faultFields()[name] {
			if v := d.field(name, f); v != "" {
				fault.set(f.Key, v)
			}
		}
		all.items = append(all.items, branch("", fault))
	}
}

// faultFields are what a file may say of each kind.
var faultFields = sync.OnceValue(func() map[string][]strict.Field {
	kinds := map[string][]strict.Field{}
	strict.Sections(new(scenarios.Scenario), func(path string, fields []strict.Field) {
		if name, ok := strings.CutPrefix(path, "faults."); ok && !strings.Contains(name, ".") {
			kinds[name] = slices.Clone(fields)
		}
	})
	return kinds
})

// field is a value of a fault's setting, empty where it is left out.
func (d *drawer) field(fault string, f strict.Field) string {
	if d.fair && f.Key == "only" && strings.HasPrefix(fault, "carrier_") {
		return fakecarrier.TokenEndpoint.String()
	}
	if f.Key == "body" && d.sometimes(6) {
		return one(d, "{error: invalid_grant}", "{error: slow_down}")
	}
	ends := f.Key == "for" || f.Key == "until"
	switch into := f.Into.(type) {
	case *strict.Instant:
		return d.instant()
	case *strict.Optional[strict.Instant]:
		return unit.FormatDuration(d.lasts * 3 / 4)
	case *strict.Span, *strict.PositiveSpan:
		return d.length(time.Second, 10*time.Minute)
	case *strict.Optional[strict.Span], *strict.Optional[strict.PositiveSpan]:
		if ends || d.sometimes(2) {
			return d.length(time.Second, 10*time.Minute)
		}
	case *strict.Offset:
		return one(d, "-30m", "-20s", "20s", "30m")
	case *strict.Share:
		if d.fair {
			return "1"
		}
		return one(d, "0.1", "0.5", "1", "1")
	case *strict.PositiveCount:
		return one(d, "1", "2", "6")
	case *chance.Distribution:
		return one(d, "300ms", "3s", "12s", "25s", "50s")
	case *bool:
		return fmt.Sprint(d.sometimes(2))
	case *int, **int:
		switch {
		case f.Key == "node" && d.sometimes(2):
			return d.numbered(d.nodes)
		case f.Key == "customer" && d.sometimes(2):
			return d.numbered(d.customers)
		case f.Key == "status":
			return one(d, "401", "403", "404", "429", "429", "500", "503", "503")
		}
	case interface{ Choices() []string }:
		if d.sometimes(2) {
			return one(d, into.Choices()...)
		}
	}
	return ""
}
