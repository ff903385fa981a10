package logs

import "bytes"

func init() {
	register(Format{
		Name: "epoch", About: "Unix time in s, ms, us or ns, one hit a line", Stamp: Begins, Bare: true,
		Generic: true, asPrinted: true,
		Sample: "1772434803\n1772434804\n",
		Hits: "2026-03-02T07:00:03Z +1s - - - - 0\n" +
			"2026-03-02T07:00:04Z +1s - - - - 0",
		open: func(o *Options) parser {
			clock := o.stamps()
			return func(r *record) outcome { return readEpoch(r, o, clock) }
		},
	})
}

// readEpoch reads a number that is too large for an offset. One with a point is exact: its author
// chose its digits.
func readEpoch(r *record, o *Options, stamps clock) (found outcome) {
	text := trim(r.text)
	var ok bool
	if len(text) == 0 || text[0] > '9' {
		return r.wrong(r.text, "")
	}
	if r.at, r.unit, ok = stamps(text, o.Location()); !ok || bytes.ContainsAny(text, ":/") ||
		o.TimeUnit == "" && r.at < offsetsBelow*second {
		r.unit = 0
		return r.wrong(r.text, "")
	}
	if bytes.IndexByte(text, '.') >= 0 {
		r.unit = 1
	}
	return whole
}
