package logs

func init() {
	register(jsonLog(Format{
		Name: "records", About: "the token requests of `tokenstorm run --records`", Stamp: Begins,
		offsets: true, asPrinted: true,
		Sample: `{"format":1,"scenario":"herd","strategy":"naive","reading":"akamai","seed":1}` + "\n" +
			`{"at_ms":2050.006407,"kind":"token_judged","request":1,"by":"fleet","node":0,"ip":0,` +
			`"sent_ms":2005.365262,"status":200}`,
		Hits: "1970-01-01T00:00:02.050006407Z +1ns 0 - - - 200",
	}, fields{
		has: "at_ms,scenario", only: "kind=token_judged", time: "at_ms", client: "ip",
		status: "status", stamps: exactly(epoch(milli)),
	}.always))
}
