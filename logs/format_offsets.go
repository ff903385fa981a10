package logs

import "time"

func init() {
	register(Format{
		Name: "seconds", About: "decimal seconds since a zero of its own, one hit a line",
		Stamp: Begins, Bare: true, Generic: true, offsets: true, asPrinted: true,
		Sample: "0\n0.25\n3.5\n",
		Hits: "1970-01-01T00:00:00Z +1ns - - - - 0\n1970-01-01T00:00:00.25Z +1ns - - - - 0\n" +
			"1970-01-01T00:00:03.5Z +1ns - - - - 0",
		Meant: "decimal seconds since the start, such as 12.5",
		open: func(o *Options) parser {
			return func(r *record) outcome { return readOffset(r, o) }
		},
	})
}

// readOffset reads a number of seconds that is no time of day: its author chose its digits.
func readOffset(r *record, o *Options) outcome {
	at, _, ok := decimal(trim(r.text), second)
	if !ok || at >= offsetsBelow*int64(time.Second) || o.TimeUnit != "" {
		return r.wrong(r.text, "")
	}
	r.at, r.unit = at, 1
	return whole
}
