package logs

// The fields in their order: NewCSVEncoder in lib/results.go of vegeta.
func init() {
	register(Format{
		Name: "vegeta-csv", About: "vegeta encode -to csv", Stamp: Begins,
		Sample: "1772434803412345678,200,87312000,34,912,,e30=,,0,POST," +
			"https://auth.example.com/oauth/token,\n",
		Hits: "2026-03-02T07:00:03.412345678Z +1ns" +
			" ended by +87.312002ms - POST auth.example.com /oauth/token 200",
		open: func(o *Options) parser {
			n, zone := vegetaFields.names(), o.Location()
			t := table{comma: ',', names: map[string]int{"timestamp": 0, "code": 1, "latency": 2,
				"bytes_in": 4, "method": 9, "url": 10}}
			return func(r *record) outcome {
				if !t.cut(r.text) || len(t.cells) < 11 || len(t.cells[0]) != 19 {
					return r.wrong(r.text, "")
				}
				return n.read(r, t.value, zone)
			}
		},
	})
}
