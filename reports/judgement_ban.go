package reports

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/tokenstorm/tokenstorm/fakecarrier/quota"
	"github.com/tokenstorm/tokenstorm/fakecarrier/throttle"
	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// A namedJudgement is what a named reading, such as akamai, makes of hits: its first violation is
// the first of any of the readings that it stands for. Their other figures are left out.
type namedJudgement struct {
	name string
	quota.Judgement
	by []string // the readings that can have been violated first, in the order of all
}

// namedJudgements are those of the named readings all of whose readings were judged.
func namedJudgements(judged []quota.Judgement) (all []namedJudgement) {
	for _, name := range throttle.Named() {
		of := slices.DeleteFunc(slices.Clone(judged), func(j quota.Judgement) bool {
			return !slices.Contains(standsFor(name), j.Reading)
		})
		if len(of) == len(standsFor(name)) {
			all = append(all, joined(name, of))
		}
	}
	return all
}

// standsFor are the readings that a named reading stands for.
func standsFor(name string) []string {
	named, err := throttle.Parse(name)
	if err != nil {
		panic(err) // it ships
	}
	return named.Readings
}

// namedAt is the place of the first named reading that a reading belongs to; akamai's is 0.
func namedAt(id string) int {
	names := throttle.Named()
	for i, name := range names {
		if slices.Contains(standsFor(name), id) {
			return i
		}
	}
	return len(names)
}

// joined is the judgement of hits that violate any of some readings. That each of two is perhaps
// violated makes neither certain.
func joined(name string, of []quota.Judgement) namedJudgement {
	all := namedJudgement{name: name, by: []string{}}
	for _, j := range of {
		if j.Certain && (!all.Certain || j.FirstViolation < all.FirstViolation) {
			all.Certain, all.FirstViolation = true, j.FirstViolation
		}
		if j.Possible && (!all.Possible || j.FirstPossible < all.FirstPossible) {
			all.Possible, all.FirstPossible = true, j.FirstPossible
		}
	}
	for _, j := range of {
		if j.Possible && (!all.Certain || j.FirstPossible <= all.FirstViolation) {
			all.by = append(all.by, j.Reading)
		}
	}
	return all
}

// bans prints whether the hits would have brought a ban, in a line a named reading.
func (l *JudgedLog) bans(b *bytes.Buffer, judged []quota.Judgement) {
	named := namedJudgements(judged)
	if len(named) == 0 {
		return
	}
	b.WriteString("Would they have brought a ban?\n")
	width := 0
	for _, n := range named {
		width = max(width, len(n.name))
	}
	var by []string
	for _, n := range named {
		fmt.Fprintf(b, "  under %-*s  %s\n", width, n.name, l.banned(&n))
		by = append(by, n.by...)
	}
	for _, id := range quota.ReadingIDs() {
		if slices.Contains(by, id) {
			fmt.Fprintf(b, "%s: %s\n", id, reading(id).About)
		}
	}
	b.WriteString("\n")
}

// banned answers whether there would have been a ban, and when.
func (l *JudgedLog) banned(n *namedJudgement) string {
	by := strings.Join(n.by, " or ")
	clock := ""
	if !l.Account.Offsets {
		clock = unit.Instant(n.FirstPossible).Format(" (2006-01-02T15:04:05Z07:00)")
	}
	switch {
	case !n.Possible:
		return "no"
	case n.Certain:
		return fmt.Sprintf("yes, for certain: %s%s, by %s", l.when(&n.Judgement), clock, by)
	}
	return fmt.Sprintf("perhaps: from %v%s on, by %s", l.since(n.FirstPossible), clock, by)
}

// when is the instant of a certain first violation, as exactly as the stamps tell.
func (l *JudgedLog) when(j *quota.Judgement) string {
	if j.FirstPossible == j.FirstViolation {
		return fmt.Sprintf("at %v", l.since(j.FirstViolation))
	}
	return fmt.Sprintf("between %v and %v", l.since(j.FirstPossible), l.roundUp(j.FirstViolation))
}

// A namedReading is what --json prints of a named reading.
type namedReading struct {
	Name           string             `json:"name"`               // akamai, literal or paranoid
	Verdict        string             `json:"verdict"`            // certain, possible or impossible
	FirstViolation *unit.Milliseconds `json:"first_violation_ms"` // null: not certain
	FirstPossible  *unit.Milliseconds `json:"first_possible_ms"`  // null: impossible
	By             []string           `json:"by"`                 // the readings that can have been violated first
}

func (l *JudgedLog) namedReading(n *namedJudgement) namedReading {
	of := l.judgement(&n.Judgement)
	return namedReading{n.name, of.Verdict, of.FirstViolation, of.FirstPossible, n.by}
}

// reading is the reading of an id that was looked up before.
func reading(id string) quota.Reading {
	r, err := quota.LookupReading(id)
	if err != nil {
		panic(err)
	}
	return r
}
