package reply

import (
	"math"
	"strconv"
	"strings"

	"github.com/tokenstorm/tokenstorm/fakecarrier/wire"
)

// A quote is the price of a shipment by one service.
type quote struct {
	service  wire.Service
	cents    int64
	packages int
	weight   int64 // thousandths of a pound, of all packages
}

// A quoter is a wire.Quotes, compiled.
type quoter struct {
	service, all, packages, weight, unit, times *place
}

// quotes returns a quote for the service that is asked for, whether or not the carrier is known to
// have it; if none is, one for each that it has.
func (o *Operation) quotes(s *scope) (all []quote) {
	if o.quoter == nil {
		return nil
	}
	q := o.quoter
	list := []any{s.call.body}
	if q.packages != nil {
		list = q.packages.listAt(s)
	}
	var total quote
	var weights []int64 // of each package
	for _, item := range list {
		of := *s
		of.item = item
		times, weight := countAt(q.times, &of), weightAt(q.weight, q.unit, &of)
		for range times {
			weights = append(weights, weight)
		}
		total.packages += times
		total.weight += weight * int64(times)
	}
	services := o.set.servicesFor(q, s)
	all = make([]quote, 0, len(services))
	for _, service := range services {
		one := total
		one.service = service
		for _, weight := range weights {
			one.cents += service.Cents + service.PerLB*((weight+999)/1000)
		}
		all = append(all, one)
	}
	return all
}

// servicesFor returns the service that is asked for, or all that are quoted unasked.
func (set *Set) servicesFor(q *quoter, s *scope) []wire.Service {
	code := q.service.textAt(s)
	if code == "" || strings.HasPrefix(q.all.textAt(s), "Shop") {
		return set.unasked
	}
	for i := range set.services {
		if set.services[i].Code == code {
			return set.services[i : i+1]
		}
	}
	return []wire.Service{{Code: code, Name: code, Cents: 1500, PerLB: 100, Days: 4}} // assumed
}

// countAt is the whole number from 1 to 200 at a place, 1 if there is none.
func countAt(p *place, s *scope) int {
	text := p.textAt(s)
	if text == "" {
		return 1
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		return 1
	}
	return min(max(n, 1), 200)
}

// weightAt is the weight at a place in thousandths of a pound; a pound where there is none.
func weightAt(p, unit *place, s *scope) int64 {
	value, err := strconv.ParseFloat(p.textAt(s), 64)
	if err != nil || value <= 0 || value > 1e6 {
		return 1000
	}
	weight := int64(math.Round(value * 1000))
	switch strings.TrimSuffix(strings.ToUpper(unit.textAt(s)), "S") {
	case "KG", "KILOGRAM":
		return weight * 220462 / 100000
	case "OZ", "OUNCE":
		return weight / 16
	case "G", "GRAM":
		return weight * 220462 / 100000000
	}
	return weight
}
