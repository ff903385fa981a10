package logs

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/tokenstorm/tokenstorm/internal/strict"
	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// A file is recognised by its first records, so many of them, in so many bytes at most.
const (
	headRecords = 250
	headBytes   = 1 << 20
)

// recognised is how a file is read.
type recognised struct {
	format  *Format
	wrapper *Format // of its lines, if one wraps them
	framing framing
	lines   bool // each of its records is a line, or several
}

// cutters begin to cut a file into the texts of its records.
func (f *recognised) cutters(plain io.Reader, o *Options) (frame framer, unwrap parser) {
	if f.wrapper != nil {
		unwrap = f.wrapper.open(o)
	}
	return f.framing(plain), unwrap
}

// name is what --format calls it.
func (f *recognised) name() string {
	if f.wrapper != nil {
		return f.wrapper.Name + "/" + f.format.Name
	}
	return f.format.Name
}

// probe recognises the file and finds its first stamp. It reports whether it has no records at all.
func (in *input) probe() (empty bool, err error) {
	in.account.Name = in.Name
	stream, err := in.Open()
	if err != nil {
		return false, err
	}
	plain, err := Plain(stream)
	if err != nil {
		return false, in.failed(err)
	}
	head, err := io.ReadAll(io.LimitReader(plain, headBytes))
	if err != nil {
		in.record.line = bytes.Count(head, []byte("\n"))
		return false, in.failed(err)
	}
	in.opening = string(head[:min(len(head), openingBytes)])
	if in.Once {
		in.head = head
		in.stream = joined{io.MultiReader(bytes.NewReader(head), plain), stream}
	} else if err := stream.Close(); err != nil {
		return false, in.failed(err)
	}
	if end := bytes.LastIndexAny(head, "\r\n"); end >= 0 && len(head) == headBytes {
		head = head[:end+1] // what the limit cut is no record
	}
	if noRecords(head) {
		in.account.Why = "it has no records"
		return true, nil
	}
	if err := in.recognise(head); err != nil {
		return false, err
	}
	in.account.Format = in.name()
	in.learn(head)
	return false, in.refused()
}

// learn finds in the first records what each alone does not say: which instant their stamps are, in
// which unit how long they took is, whether what wraps them was written when they ended, and when
// the first of them began.
func (in *input) learn(head []byte) {
	in.first = newWay(in.format, in.options)
	var all []times
	var lengths []timed
	numbers, asked, answered := false, 0, 0
	in.each(&in.recognised, head, func(r *record, found outcome) {
		if found != whole {
			return
		}
		all = append(all, r.times)
		numbers = numbers || r.numbers
		if r.path != nil && r.status == 0 {
			asked++
		} else if r.path != nil {
			answered++
		}
		if r.tookUnit > 0 {
			lengths = append(lengths, timed{r.at, r.unit, r.took, r.counted})
		}
		if r.outerUnit > 0 && (r.outer < r.at || r.outer >= r.at+r.unit+soonWritten) {
			in.flushed = true
		}
	})
	in.tells = len(lengths) > 0
	in.account.Pairs = in.format.goesOn && min(asked, answered) > 0
	found, begins, why := findLengths(lengths, in.first.stamp, in.format.countedIn())
	if in.options.DurationUnit == "" {
		in.first.lengths, in.account.Lengths = found, why
	}
	if numbers && len(lengths) == 0 {
		in.account.Lengths = "perhaps a number of each line, but none says so: --duration-field " +
			"has its " +
			"name, or which of the fields behind the request it is"
	}
	if begins && in.first.stamp == Either && !in.first.given {
		in.first.stamp, in.account.Ordered = Begins, true
	}
	in.account.stamp, in.account.server = in.first.stamp, !in.format.Generic || in.format.stands
	in.starts = farthest
	for i := range all {
		in.starts = min(in.starts, in.first.begins(&all[i]))
	}
}

// soonWritten is how much later than it ended a request's line is written where nothing holds it
// back (assumed).
const soonWritten = 10 * milli

// joined is a stream whose beginning was read already.
type joined struct {
	io.Reader
	io.Closer
}

// noRecords reports whether a file has comments and blank lines alone.
func noRecords(head []byte) bool {
	for line := range bytes.FieldsFuncSeq(head, func(c rune) bool { return c == '\n' || c == '\r' }) {
		if line = bytes.TrimSpace(line); len(line) > 0 && line[0] != '#' {
			return false
		}
	}
	return true
}

// each shows the first records of a head, as a way of reading it finds them.
func (in *input) each(as *recognised, head []byte, show func(*record, outcome)) {
	trial := input{recognised: *as, reading: in.reading}
	trial.frame, trial.unwrap = as.cutters(bytes.NewReader(head), in.options)
	trial.ways = []way{newWay(as.format, in.options)}
	for range headRecords {
		if trial.frame.next(&trial.record) != nil {
			return
		}
		if !blank(trial.record.text) {
			show(&trial.record, trial.readText())
		}
	}
}

// A score is how well a format fits the beginning of a file.
type score struct {
	recognised
	whole, broken int
	others        int             // lines of the format that are no records
	mixed         int             // whole ones, and broken ones that other formats fit
	own           int             // whole ones in the format's own layout
	unit          int64           // the finest of their stamps
	fields        int             // that its records have
	wrong         *strict.Mistake // the first that does not fit
	stamped       int             // how much of a stamp that has
}

// fits reports whether most of the file is of the format, together with others that may stand
// among its lines. Traces may have no span of a request at all.
func (s *score) fits() bool {
	if s.whole == 0 {
		return s.others > 0 && s.broken == 0 && s.format.spans
	}
	return 2*s.mixed >= s.whole+s.broken
}

// misses is how many lines are none of the format's own.
func (s *score) misses() int {
	if s.format.goesOn {
		return s.broken + s.others
	}
	return s.broken
}

// recognise chooses the format that fits best.
func (in *input) recognise(head []byte) error {
	candidates, err := in.candidates(head)
	if err != nil {
		return err
	}
	var scores []score
	some := map[*Format]map[int]bool{} // by what wraps them, the lines that some format fits
	for i := range candidates {
		scores = append(scores, in.score(&candidates[i], head, some))
	}
	for i := range scores {
		if s := &scores[i]; s.format.mixes() && s.lines && !in.forced() {
			s.mixed = max(s.whole, len(some[s.wrapper]))
		}
	}
	slices.SortStableFunc(scores, func(a, b score) int {
		return cmp.Or(compareBool(b.fits(), a.fits()), compareBool(a.format.Generic, b.format.Generic),
			cmp.Compare(a.misses(), b.misses()), cmp.Compare(b.whole, a.whole),
			cmp.Compare(b.fields, a.fields), cmp.Compare(a.unit, b.unit), cmp.Compare(b.own, a.own),
			compareBool(a.wrapper != nil, b.wrapper != nil),
			cmp.Compare(a.name(), b.name()))
	})
	best := &scores[0]
	in.recognised = best.recognised
	switch {
	case len(scores) == 1:
		in.account.Why = "--format says so"
		return nil
	case !best.fits():
		return in.unrecognised(head, scores)
	}
	in.account.Why = best.why()
	// That a generic format fits as well is no news.
	if second := &scores[1]; second.fits() && (best.format.Generic || !second.format.Generic) {
		in.account.Why += fmt.Sprintf("; %s %s", second.name(), second.why())
	}
	return nil
}

// why says how well it fits.
func (s *score) why() string {
	switch {
	case s.broken == 0 && s.whole == 1:
		return "fits its first record"
	case s.broken == 0:
		return "fits its first " + unit.Counted(s.whole, "record")
	}
	return fmt.Sprintf("fits %d of its first %s", s.whole, unit.Counted(s.whole+s.broken, "record"))
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// forced reports whether the user chose the format.
func (in *input) forced() bool { return in.options.Format != "" && in.options.Format != "auto" }

// candidates are the ways in which the file can be read: that which the user names, or all.
func (in *input) candidates(head []byte) (all []recognised, err error) {
	wrapping := []*Format{nil}
	inner := Formats()
	if in.forced() {
		words := strings.Split(in.options.Format, "/")
		for _, word := range words {
			f, ok := formats[word]
			if !ok || len(words) > 2 {
				return nil, &unit.Error{Found: "--format " + unit.Quote(in.options.Format),
					Meant: unit.Meant(word, FormatNames())}
			}
			if f.Wraps {
				wrapping = []*Format{f}
			} else {
				inner = []*Format{f}
			}
		}
	} else {
		for _, f := range inner {
			if f.Wraps && in.unwraps(f, head) {
				wrapping = append(wrapping, f)
			}
		}
	}
	for _, w := range wrapping {
		for _, f := range inner {
			way := recognised{f, w, newLineReader, true}
			if w != nil && w.frame != nil {
				if way.framing = w.frame(head); way.framing == nil {
					continue
				}
				way.lines = objectALine(head)
			}
			if f.frame != nil && (w == nil || f.document) {
				way.framing = f.frame(head)
				way.lines = !f.document && objectALine(head)
			}
			if !f.Wraps && way.framing != nil && (w == nil || !f.document) {
				all = append(all, way)
			}
		}
	}
	return all, nil
}

// unwraps reports whether a format that wraps lines wraps any of the first.
func (in *input) unwraps(f *Format, head []byte) (any bool) {
	framing := newLineReader
	if f.frame != nil {
		if framing = f.frame(head); framing == nil {
			return false
		}
	}
	parse, frame, r := f.open(in.options), framing(bytes.NewReader(head)), record{}
	for range headRecords {
		if frame.next(&r) != nil {
			break
		}
		r.reset()
		if !blank(r.text) && parse(&r) != broken {
			return true
		}
	}
	return false
}

// score tries a way of reading the file, and notes the lines that it fits.
func (in *input) score(way *recognised, head []byte, some map[*Format]map[int]bool) score {
	s := score{recognised: *way, unit: minute}
	in.each(way, head, func(r *record, found outcome) {
		switch found {
		case other:
			s.others++
		case whole:
			s.whole++
			s.mixed++
			if way.lines && way.format.mixes() {
				if some[way.wrapper] == nil {
					some[way.wrapper] = map[int]bool{}
				}
				some[way.wrapper][r.line] = true
			}
			s.unit = min(s.unit, r.unit)
			if r.variant == 0 {
				s.own++
			}
			s.fields = max(s.fields, r.fields())
		case broken:
			if s.broken++; s.broken == 1 {
				s.wrong, s.stamped = notRead(in.Name, r, way.format), r.stamped()
			}
		}
	})
	return s
}

// fields counts what the record has besides its stamp.
func (r *record) fields() (n int) {
	for _, has := range []bool{r.client != nil, r.host != nil, r.path != nil, r.method != nil,
		r.status != 0, r.tookUnit > 0 || r.endUnit > 0} {
		if has {
			n++
		}
	}
	return n
}
