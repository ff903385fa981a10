package logs

import "time"

func init() {
	register(jsonDocument(Format{
		Name: "journal", About: "the journal of `tokenstorm serve`, from /__admin/journal",
		Stamp: Begins, asPrinted: true,
		Sample: `{"dropped":0,"events":[{"seq":1,"at":"2026-03-02T07:00:03.412345678Z",` +
			`"kind":"request","ip":"198.51.100.7","client":"shop","method":"POST",` +
			`"path":"/oauth/token","status":200,"endpoint":"token"}]}`,
		Hits: "2026-03-02T07:00:03.412345678Z +1ns 198.51.100.7 POST - /oauth/token 200",
	}, "events", fields{
		has: "seq", only: "kind=request", time: "at", client: "ip", path: "path", method: "method",
		status: "status", stamps: exactly(isoClock),
	}.always))
}

// exactly returns a clock whose stamps are exact, whatever their digits.
func exactly(stamps clock) clock {
	return func(text []byte, zone *time.Location) (at, unit int64, ok bool) {
		at, _, ok = stamps(text, zone)
		return at, 1, ok
	}
}
