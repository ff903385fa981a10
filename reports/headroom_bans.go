package reports

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/tokenstorm/tokenstorm/fakecarrier/quota"
	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/logs"
)

const (
	mostBans    = 1000 // that are known of each reading; more are counted (assumed)
	mostBanRows = 12   // that the terminal lists of each reading (assumed)
)

// A banLog is when readings would have had the owner of the log banned, if violations alone prolong
// a ban. The hits are judged as they stand, second by second. As long as their stamps are exact,
// the rule that the carrier would have says which of them violate.
type banLog struct {
	lasts  int64 // nanoseconds from the last violation on
	judges *quota.Judges
	second int64
	until  int64 // of the last hits
	found  [][]ban
	more   []int // beyond mostBans

	coarse bool         // some stamp was not exact
	rules  []quota.Rule // of each reading; nil: it is not enforced
	own    []violations // what they said of the second
}

// violations are the first and the last of a second that has any.
type violations struct{ first, last quota.Verdict }

// A ban was in force for sure between two instants, if it certainly was, and perhaps between two
// others around them. Instants are nanoseconds of Unix time.
type ban struct {
	from, until         int64
	sure, sureUntil     int64 // both 0: perhaps there was none
	violations, certain int   // seconds that had one
	first               quota.Witness
}

func newBanLog(lasts time.Duration, thresholds []quota.Threshold, readings []string) *banLog {
	n := len(readings)
	b := &banLog{lasts: int64(lasts), judges: quota.NewJudges(thresholds, readings),
		found: make([][]ban, n), more: make([]int, n), rules: make([]quota.Rule, n),
		own: make([]violations, n)}
	b.judges.KeepApart()
	for i, id := range readings {
		r := reading(id)
		if t, ok := r.Of(thresholds); ok && !r.Unenforced() {
			b.rules[i] = r.Rule(quota.Terms{Threshold: t})
		}
	}
	return b
}

// add adds a hit.
func (b *banLog) add(from, until, number int64) {
	if second := unit.Floor(from, int64(time.Second)); second != b.second {
		b.note(b.judges.Cut())
		b.second = second
	}
	b.until = max(b.until, until)
	b.judges.Hit(from, until, number)
	b.coarse = b.coarse || until > from+1
	for i, rule := range b.rules {
		if b.coarse || rule == nil {
			continue
		}
		if v := rule.Judge(from); v.Violated {
			if !b.own[i].first.Violated {
				b.own[i].first = v
			}
			b.own[i].last = v
		}
	}
}

// note takes note of what was violated since the last time.
func (b *banLog) note(judged []quota.Judgement) {
	for i := range judged {
		j := &judged[i]
		switch own := b.own[i]; {
		case own.first.Violated:
			j.Certain, j.FirstViolation, j.FirstPossible = true, own.first.At, own.first.At
			j.Filled = since(j.Filled, own.first)
			noLater := own.last.At
			if b.coarse { // some of the second's hits are not exact
				noLater = max(noLater, b.until-1)
			}
			b.violated(i, j, own.last.At, noLater)
		case j.Possible && b.coarse:
			b.violated(i, j, j.FirstPossible, max(b.until-1, j.FirstPossible))
		}
		b.own[i] = violations{}
	}
}

// since leaves of the hits behind a verdict those that the rule names.
func since(w quota.Witness, v quota.Verdict) quota.Witness {
	groups := slices.DeleteFunc(slices.Clone(w.Groups), func(g quota.Group) bool {
		return g.From < v.Since || g.From > v.At
	})
	if len(groups) > 0 {
		w.Groups = groups
	}
	return w
}

// violated prolongs the ban that is in force, or begins one. Where one is for sure over and may yet
// be in force, a violation that is certain begins another. The last violation came between two
// instants.
func (b *banLog) violated(i int, j *quota.Judgement, noEarlier, noLater int64) {
	n := len(b.found[i])
	if n == 0 || j.FirstPossible >= b.found[i][n-1].until || j.Certain &&
		b.found[i][n-1].certain > 0 && j.FirstViolation >= b.found[i][n-1].sureUntil {
		if n == mostBans {
			b.more[i]++
			return
		}
		b.found[i] = append(b.found[i], ban{from: j.FirstPossible, first: j.Filled})
		n++
	}
	last := &b.found[i][n-1]
	last.until = max(last.until, noLater+b.lasts)
	last.violations++
	if !j.Certain {
		return
	}
	if last.certain++; last.certain == 1 {
		last.sure = j.FirstViolation
	}
	last.sureUntil = noEarlier + b.lasts
}

// counted says how many bans a reading has, for sure and perhaps.
func (b *banLog) counted(i int) string {
	sure := 0
	for _, of := range b.found[i] {
		if of.certain > 0 {
			sure++
		}
	}
	all := len(b.found[i]) + b.more[i]
	switch {
	case all == 0:
		return "no ban"
	case b.more[i] > 0:
		return fmt.Sprintf("%s, of which %s are known", unit.Counted(all, "ban"),
			unit.Count(len(b.found[i])))
	case sure == 0:
		return "perhaps " + unit.Counted(all, "ban")
	case sure == all:
		return unit.Counted(all, "ban")
	}
	return fmt.Sprintf("%s, perhaps %d more", unit.Counted(sure, "ban"), all-sure)
}

// clockText is the time of day of an instant, or a length of time since a list's own zero.
func clockText(a *logs.Account, at int64) string {
	if a.Offsets {
		return instantText(a, at)
	}
	return strings.TrimSuffix(unit.Instant(at).Format("15:04:05.999"), ".")
}

// printBans lists when bans were in force under a reading.
func (h *Headroom) printBans(b *bytes.Buffer, i int, a *logs.Account, f Format) {
	if h.bans == nil || len(h.bans.found[i]) == 0 {
		return
	}
	fmt.Fprintf(b, "\nBans of %s, if violations alone prolong them: %s\n\n", h.Readings[i],
		h.bans.counted(i))
	t := newTable(text.AlignDefault, "from", "until", "for sure", "seconds violated", "by lines")
	all := h.bans.found[i]
	for _, of := range all[:min(len(all), mostBanRows)] {
		sure := "perhaps"
		if of.certain > 0 {
			sure = clockText(a, of.sure) + " to " + clockText(a, of.sureUntil)
		}
		t.AppendRow(table.Row{instantText(a, of.from), clockText(a, of.until), sure,
			between(quota.Range{AtLeast: of.certain, AtMost: of.violations}),
			h.lines(of.first, len(a.Files) > 1)})
	}
	if more := len(all) - mostBanRows; more > 0 {
		t.AppendRow(table.Row{"...", fmt.Sprintf("%d more", more)})
	}
	putRows(b, t, f.Width)
}

func (h *Headroom) bansJSON(a *logs.Account) []headroomBan {
	all := []headroomBan{}
	if h.bans == nil {
		return all
	}
	for i, found := range h.bans.found {
		for _, of := range found {
			in := headroomBan{Reading: h.Readings[i], From: stamp(a, of.from),
				Until: stamp(a, of.until)}
			if of.certain > 0 {
				in.Sure = &[2]string{stamp(a, of.sure), stamp(a, of.sureUntil)}
			}
			all = append(all, in)
		}
	}
	return all
}
