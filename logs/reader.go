package logs

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"

	"github.com/tokenstorm/tokenstorm/internal/strict"
	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// A Reader reads logs, hit by hit, in order of the instants from which each may have begun. Its
// memory does not grow with the length of the logs.
type Reader struct {
	reading
	waiting []*input // not begun yet, in order of their first stamps
	open    []*input
	ahead   []*Hit // the next hit of each that is open
	first   int    // the file whose hit is the earliest
	taken   bool   // that hit was handed out
	window  window
	twins   twins
	alike   alike
	hit     *Hit
	last    int64
	err     error
}

// reading is what all files of a Reader share.
type reading struct {
	options      *Options
	filter       *filter
	all          Account
	texts        map[string]string // each text once
	clients      map[string]string // each client in one spelling, by how it was written
	several      bool              // there are several files
	torn         int               // unreadable records that the end of a file cut off
	broken       *strict.Mistake   // the first that could not be read
	paths, hosts map[string]int    // of what was left out, until a hit is kept
}

// Open recognises the format of each source, and prepares to read them. Sources may come in any
// order, and may overlap.
func Open(sources []Source, o Options) (*Reader, error) {
	filter, err := o.compile()
	if err != nil {
		return nil, err
	}
	r := &Reader{reading: reading{options: &o, filter: filter, texts: map[string]string{},
		clients: map[string]string{}, paths: map[string]int{}, hosts: map[string]int{}}}
	r.last = math.MinInt64
	r.several = len(sources) > 1
	r.all.Files = make([]FileAccount, len(sources))
	for i, s := range sources {
		in := &input{Source: s, reading: &r.reading, account: &r.all.Files[i]}
		if empty, err := in.probe(); err != nil {
			return nil, err
		} else if !empty {
			r.waiting = append(r.waiting, in)
		}
	}
	if err := r.hasDuration(); err != nil {
		return nil, err
	}
	if err := r.copies(); err != nil {
		return nil, err
	}
	slices.SortStableFunc(r.waiting, func(a, b *input) int { return cmp.Compare(a.starts, b.starts) })
	if err := r.sameZero(); err != nil {
		return nil, err
	}
	return r, nil
}

// hasDuration refuses a field of durations that no log begins with.
func (r *Reader) hasDuration() error {
	if r.options.DurationField == "" || len(r.waiting) == 0 ||
		slices.ContainsFunc(r.waiting, func(in *input) bool { return in.tells }) {
		return nil
	}
	in := r.waiting[0]
	return in.mistake(1, 1, "no record with "+unit.Quote(r.options.DurationField)+" among the "+
		"first of a "+
		"log of format "+in.name(), "--duration-field with the name of a field that has how long it took")
}

// sameZero refuses lists of offsets beside logs of a wall clock.
func (r *Reader) sameZero() error {
	for _, in := range r.waiting {
		if r.all.Offsets = in.format.offsets; r.all.Offsets != r.waiting[0].format.offsets {
			return in.mistake(1, 1, "a log of format "+in.format.Name, "one as "+
				r.waiting[0].Name+": offsets from a list's own zero have no place beside a wall clock")
		}
	}
	return nil
}

// Account is what became of the records that were read so far; of all, once Next has returned
// false.
func (r *Reader) Account() *Account { return &r.all }

// Err is why Next returned false: nil at the end of the logs.
func (r *Reader) Err() error { return r.err }

// Hit is the hit that Next found. It is valid until Next is called again.
func (r *Reader) Hit() *Hit { return r.hit }

// Next finds the next hit.
func (r *Reader) Next() bool {
	for r.following() {
		same, surely := r.alike.again(r.hit)
		if !r.twins.again(r.hit) && !surely {
			if same {
				r.all.Alike++
			}
			return true
		}
		r.err = r.drop(r.hit)
	}
	return false
}

// drop leaves out a hit that is the same request as another.
func (r *Reader) drop(h *Hit) error {
	r.all.Kept--
	if h.Tunnel() {
		r.all.Tunnels--
	}
	r.all.leave(SameRequest, Place{h.File, h.Line})
	if r.options.Rejects == nil {
		return nil
	}
	_, err := fmt.Fprintf(r.options.Rejects, "%s:%d\t%s\t%s\n", h.File, h.Line, SameRequest, h)
	return err
}

// following finds the next hit, be it a request that was counted or not.
func (r *Reader) following() bool {
	for r.err == nil && !r.window.full() {
		h := r.pull()
		if h == nil {
			break
		}
		if h.Begin.From < r.last {
			r.err = r.late(h)
			return false
		}
		r.twins.note(h)
		r.window.add(h)
	}
	if r.err != nil {
		return false
	}
	h, ok := r.window.take()
	if !ok {
		r.err = r.finish()
		return false
	}
	r.hit, r.last = h, h.Begin.From
	return true
}

func (r *Reader) late(h *Hit) error {
	return &strict.Mistake{File: h.File, Line: h.Line, Column: 1,
		Found: fmt.Sprintf("a request of %s, after %s that began later",
			unit.Instant(h.Begin.From).Format("2006-01-02T15:04:05.999Z07:00"),
			unit.Counted(windowHits, "record")),
		Meant: "a log in order of time, or nearly so: sort it"}
}

// pull returns the earliest of the next hits of all files; nil at their end. A file is begun when
// the others have come to its first stamp.
func (r *Reader) pull() *Hit {
	if r.taken {
		r.taken = false
		r.advance(r.first)
	}
	for r.err == nil {
		r.first = -1
		for i, h := range r.ahead {
			if r.first < 0 || h.Begin.From < r.ahead[r.first].Begin.From {
				r.first = i
			}
		}
		if len(r.waiting) > 0 &&
			(r.first < 0 || r.waiting[0].starts <= r.ahead[r.first].Begin.From) {
			in := r.waiting[0]
			r.waiting = r.waiting[1:]
			r.open, r.ahead = append(r.open, in), append(r.ahead, nil)
			if r.err = in.begin(); r.err == nil {
				r.advance(len(r.open) - 1)
			}
			continue
		}
		if r.first < 0 {
			return nil
		}
		r.taken = true
		return r.ahead[r.first]
	}
	return nil
}

// advance finds the next hit of an open file, and forgets the file at its end.
func (r *Reader) advance(i int) {
	if r.ahead[i], r.err = r.open[i].next(); r.ahead[i] == nil {
		r.open, r.ahead = slices.Delete(r.open, i, i+1), slices.Delete(r.ahead, i, i+1)
	}
}

// finish checks the account.
func (r *Reader) finish() error {
	unreadable := r.all.Left[Unreadable].Count
	if counted := unreadable - r.torn; float64(counted) > r.options.Tolerate*float64(r.all.Read) {
		m := *r.broken
		m.Meant += fmt.Sprintf("; %d of %s cannot be read, and %s are tolerated: "+
			"--tolerate has more, --rejects FILE shows them", unreadable,
			unit.Counted(r.all.Read, "record"), percent(r.options.Tolerate))
		return &m
	}
	return nil
}

// percent renders a share.
func percent(share float64) string { return unit.Number(100*share) + " %" }

// text returns a text that does not change when the next record is read, as a terminal can be given
// it.
func (r *reading) text(b []byte) string {
	if len(b) == 0 {
		return ""
	}
	s, ok := r.texts[string(b)]
	if !ok {
		if len(r.texts) >= mostKnown {
			clear(r.texts)
		}
		s = unit.Printable(string(b))
		r.texts[string(b)] = s
	}
	return s
}

// clientName returns a client's address in the usual spelling, or its name.
func (r *reading) clientName(b []byte) string {
	if len(b) == 0 {
		return ""
	}
	s, ok := r.clients[string(b)]
	if !ok {
		if len(r.clients) >= mostKnown {
			clear(r.clients)
		}
		s = string(b)
		if a, ok := address(s); ok {
			s = a.String()
		}
		s = unit.Printable(s)
		r.clients[string(b)] = s
	}
	return s
}

// tally counts path and host of a record that is left out, as long as none was kept.
func (r *reading) tally(of *record) {
	if r.all.Kept > 0 {
		return
	}
	for _, t := range []struct {
		counts map[string]int
		text   []byte
	}{{r.paths, r.filter.path}, {r.hosts, of.host}} {
		if _, known := t.counts[string(t.text)]; known || len(t.counts) < mostKnown {
			if len(t.text) > 0 {
				t.counts[string(t.text)]++
			}
		}
	}
}

// Commonest are the commonest paths and hosts of the records that were left out, if none was kept.
func (r *Reader) Commonest() (paths, hosts []string) {
	return commonest(r.paths), commonest(r.hosts)
}

func commonest(counts map[string]int) []string {
	names := slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b))
	})
	names = names[:min(5, len(names))]
	for i, name := range names {
		names[i] = fmt.Sprintf("%s (%s)", unit.Printable(name), unit.Count(counts[name]))
	}
	return names
}
