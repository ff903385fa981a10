package logs

import (
	"cmp"
	"slices"
)

// A way is a format in which lines of a file are written. The first of a file is the one that was
// recognised; where somebody changed the server's settings, or several servers write into one file,
// there are others.
type way struct {
	format  *Format
	parse   parser
	width   int64 // of the interval that a stamp is: 1 where it is exact
	late    bool  // it was met when the resolution was known
	stamp   Stamp // which instant its stamps are, where a record does not say it
	given   bool  // the user says so, of all records
	lengths tookUnits
	records int
}

func newWay(f *Format, o *Options) way {
	w := way{format: f, parse: f.open(o), width: minute, stamp: f.Stamp, lengths: anyTookUnits}
	if u, ok := timeUnits[o.DurationUnit]; ok {
		w.lengths = tookUnits{units{u, u}, units{u, u}}
	}
	if o.Stamp != "" {
		w.stamp, w.given = stampOf(o.Stamp), true
	}
	return w
}

// instant is which instant the stamp of a record is.
func (w *way) instant(r *times) Stamp {
	if r.says && !w.given {
		return r.instant
	}
	return w.stamp
}

// longest is the longest time that a request may have taken which ended at its stamp.
func (w *way) longest(r *times) int64 {
	if r.counted {
		return (r.took + 1) * w.lengths.ended.most
	}
	return r.took + r.tookUnit
}

// begins is the first instant at which the request can have begun, as far as the stamp tells.
func (w *way) begins(r *times) int64 {
	if r.tookUnit == 0 || w.stamp != Ends && w.stamp != Either && !r.says {
		return r.at
	}
	if instant := w.instant(r); instant != Ends && instant != Either {
		return r.at
	}
	return r.at - w.longest(r)
}

// span is when the request began and ended whose stamp is an interval.
func (w *way) span(r *times, stamp Interval) (begin, end Interval) {
	least, most := r.took, r.took+r.tookUnit
	if r.counted {
		least, most = r.took*w.lengths.began.least, (r.took+1)*w.lengths.began.most
	}
	switch instant := w.instant(r); {
	case r.endUnit > 0:
		return stamp, Interval{r.end, r.end + r.endUnit}
	case r.tookUnit == 0:
		return stamp, stamp
	case instant == Ends:
		if r.counted {
			least = r.took * w.lengths.ended.least
		}
		return Interval{stamp.From - w.longest(r), stamp.Until - least}, stamp
	case instant == Either:
		return Interval{stamp.From - w.longest(r), stamp.Until}, Interval{stamp.From, stamp.Until + most}
	}
	return stamp, Interval{stamp.From + least, stamp.Until + most}
}

// mixes reports whether lines of the format can stand among those of others. What fits everything
// cannot: an error that a server logs beside a request would be a second one.
func (f *Format) mixes() bool {
	return !f.Generic && !f.Bare && !f.Wraps && !f.document && !f.offsets
}

// parseAny reads the text as the format of the file, or, if it is none of it, as another one.
func (in *input) parseAny() outcome {
	r := &in.record
	found := in.ways[0].parse(r)
	if found != broken || !in.mixed {
		return found
	}
	own := *r
	for i := range in.ways[1:] {
		if in.parseAs(i+1, &own) == whole {
			return whole
		}
	}
	if in.adopt(&own) {
		return whole
	}
	*r = own
	return broken
}

// parseAs reads the text as the format of another way.
func (in *input) parseAs(way int, from *record) outcome {
	in.record = record{text: from.text, line: from.line, outer: from.outer,
		outerUnit: from.outerUnit}
	found := in.ways[way].parse(&in.record)
	in.record.way = way
	return found
}

// adopt takes the format that fits the text best, if one does, as a way of the file.
func (in *input) adopt(from *record) bool {
	best, most := -1, record{}
	known := len(in.ways)
	for _, f := range in.spare {
		in.ways = append(in.ways[:known], newWay(f, in.options))
		if in.parseAs(known, from) == whole && (best < 0 || in.better(f, in.spare[best], &most)) {
			best, most = slices.Index(in.spare, f), in.record
		}
	}
	in.ways = in.ways[:known]
	if best < 0 {
		return false
	}
	in.ways = append(in.ways, newWay(in.spare[best], in.options))
	in.ways[known].late = in.settled
	in.spare = slices.Delete(in.spare, best, best+1)
	return in.parseAs(known, from) == whole
}

// better reports whether a format reads the line at hand better than another did: it is no loose
// one, says more, or is finer.
func (in *input) better(f, other *Format, before *record) bool {
	r := &in.record
	return cmp.Or(compareBool(f.stands, other.stands), cmp.Compare(before.fields(), r.fields()),
		cmp.Compare(r.unit, before.unit), cmp.Compare(r.variant, before.variant)) < 0
}

// spares are the formats that lines of the file may have besides its own.
func (in *input) spares() (all []*Format) {
	if !in.lines || in.forced() {
		return nil
	}
	for _, f := range Formats() {
		if f != in.format && (f.mixes() || f.stands) {
			all = append(all, f)
		}
	}
	return all
}
