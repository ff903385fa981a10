package logs

func init() {
	register(Format{
		Name: "iso", About: "ISO 8601, one hit a line", Stamp: Begins, Bare: true,
		Sample: "2026-03-02T07:00:03.412Z\n2026-03-02 09:00:04,123+02:00\n",
		Hits: "2026-03-02T07:00:03.412Z +1ms - - - - 0\n" +
			"2026-03-02T07:00:04.123Z +1ms - - - - 0",
		open: func(o *Options) parser {
			zone := o.Location()
			return func(r *record) (found outcome) {
				var ok bool
				if r.at, r.unit, ok = isoClock(trim(r.text), zone); !ok {
					r.unit = 0
					if len(r.text) > 2*len("2026-03-02T07:00:03") {
						return r.wrong(r.text, "a line that is a date and time")
					}
					return r.notStamp(r.text, zone)
				}
				return whole
			}
		},
	})
}
