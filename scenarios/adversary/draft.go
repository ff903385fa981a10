package adversary

import (
	"errors"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/scenarios"
)

// A draft is a scenario's file as a tree: a mapping, a list, or a value as a file writes it.
type draft struct {
	key   string // in a mapping
	value string // of a leaf
	list  bool
	items []*draft
}

func leaf(key, value string) *draft             { return &draft{key: key, value: value} }
func branch(key string, items ...*draft) *draft { return &draft{key: key, items: items} }
func list(key string, items ...*draft) *draft {
	return &draft{key: key, list: true, items: items}
}

// Text is the file.
func (d *draft) Text() string {
	var b strings.Builder
	for _, item := range d.items {
		b.WriteString(item.key + ": ")
		item.write(&b)
		b.WriteByte('\n')
	}
	return b.String()
}

func (d *draft) write(b *strings.Builder) {
	if len(d.items) == 0 && !d.list && d.value != "" {
		b.WriteString(d.value)
		return
	}
	opening, closing := "{", "}"
	if d.list {
		opening, closing = "[", "]"
	}
	b.WriteString(opening)
	for i, item := range d.items {
		if i > 0 {
			b.WriteString(", ")
		}
		if !d.list {
			b.WriteString(item.key + ": ")
		}
		item.write(b)
	}
	b.WriteString(closing)
}

// scenario reads the file. The error is what a file of a user's would be refused for.
func (d *draft) scenario() (*scenarios.Scenario, error) {
	s, err := scenarios.Parse("adversary.yaml", []byte(d.Text()))
	if err != nil {
		return nil, err
	}
	life, _, err := s.CarrierUnder(s.Carrier.Reading)
	if err != nil {
		return nil, err
	}
	token := s.Path(0, fakecarrier.TokenEndpoint)
	switch answer := 2*token.Leg.Mean() + s.Carrier.Service.Mean(); {
	case s.Events() > mostEvents:
		return nil, errors.New("the run would be too long")
	case 2*answer > token.Wait():
		return nil, errors.New("nobody waits until a token comes")
	case life.TokenLife < shortest:
		return nil, errors.New("a token is too old when it comes")
	}
	return s, nil
}

// shortest is the least life of a token: twice the margin of what is recommended.
const shortest = time.Minute

// mostEvents is how long a run may be: some 50 ms, on one core.
const mostEvents = 2e5

func (d *draft) clone() *draft {
	copied := *d
	copied.items = make([]*draft, len(d.items))
	for i, item := range d.items {
		copied.items[i] = item.clone()
	}
	return &copied
}

// nodes are d and all below it, from the top.
func (d *draft) nodes() []*draft {
	all := []*draft{d}
	for _, item := range d.items {
		all = append(all, item.nodes()...)
	}
	return all
}

// smaller are the drafts that say less than d, the boldest first: each without one of its parts,
// then each with a number halved. Some of them are no scenarios.
func (d *draft) smaller() []*draft {
	var all []*draft
	for n, node := range d.nodes() {
		for i, item := range node.items {
			if item.key == "for" || item.key == "until" {
				continue // a fault that never ends is another thing
			}
			without := d.clone()
			w := without.nodes()[n]
			w.items = slices.Delete(w.items, i, i+1)
			all = append(all, without)
		}
	}
	for n, node := range d.nodes() {
		for _, less := range halved(node.value) {
			with := d.clone()
			with.nodes()[n].value = less
			all = append(all, with)
		}
	}
	return all
}

var quantity = regexp.MustCompile(`\d[0-9a-z.]*`)

// halved are the values with one number, or one length of time, halved. Numbers and seconds stay
// whole, what is shorter than two seconds stays: users who think for no time make a run no smaller.
// Words such as those of a reading are left alone.
func halved(value string) (all []string) {
	if strings.ContainsAny(value, "+=") || strings.ContainsAny(value[:min(1, len(value))], "RA") {
		return nil
	}
	for _, at := range quantity.FindAllStringIndex(value, -1) {
		text := value[at[0]:at[1]]
		var less string
		if n, err := strconv.Atoi(text); err == nil {
			less = strconv.Itoa(n / 2)
		} else if d, err := time.ParseDuration(text); err == nil {
			if d >= 2*time.Second {
				less = unit.FormatDuration((d / 2).Round(time.Second))
			}
		}
		if less != "" && less != text {
			all = append(all, value[:at[0]]+less+value[at[1]:])
		}
	}
	return all
}
