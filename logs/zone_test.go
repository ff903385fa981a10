package logs

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// Zones of stamps, by hand. Berlin's clocks were put back on 25 October 2026 from 03:00 CEST to
// 02:00 CET, which is 01:00 UTC, and forward on 29 March 2026 from 02:00 CET, 01:00 UTC, to 03:00.
func TestZones(t *testing.T) {
	const berlin = "Europe/Berlin"
	for _, test := range []struct{ zone, stamp, want string }{
		{"", "2026-03-02 07:00:03", "2026-03-02T07:00:03Z +1s"},
		{"", "2026-03-02 07:00:03 UTC", "2026-03-02T07:00:03Z +1s"},
		{"", "2026-03-02 07:00:03 GMT", "2026-03-02T07:00:03Z +1s"},
		{"", "2026-03-02T07:00:03Z", "2026-03-02T07:00:03Z +1s"},
		{"", "2026-03-02 07:00:03 +0100", "2026-03-02T06:00:03Z +1s"},
		{"", "2026-03-02 07:00:03 CET", "meant a zone as +0100 or UTC: several are called CET, and " +
			"--zone says which, as --zone Europe/Berlin"},
		{"", "2026-03-02 07:00:03 PDT", "several are called PDT"},
		{"", "2026-03-02 07:00:03 PM", "meant the hours of a day from 00 to 23"},
		{berlin, "2026-03-02 07:00:03", "2026-03-02T06:00:03Z +1s"},
		{berlin, "2026-03-02 07:00:03 CET", "2026-03-02T06:00:03Z +1s"},
		{berlin, "2026-07-02 07:00:03 CEST", "2026-07-02T05:00:03Z +1s"},
		{berlin, "2026-07-02 07:00:03 CET", "or one that Europe/Berlin has then"},
		{berlin, "2026-03-02 07:00:03 EST", "or one that Europe/Berlin has then"},
		{berlin, "2026-03-02 07:00:03 UTC", "2026-03-02T07:00:03Z +1s"},
		// Back: the hour from 02:00 on comes twice, unless the name says which.
		{berlin, "2026-10-25 01:59:59", "2026-10-24T23:59:59Z +1s"},
		{berlin, "2026-10-25 02:00:00", "2026-10-25T00:00:00Z +1h0m1s"},
		{berlin, "2026-10-25 02:59:59.250", "2026-10-25T00:59:59.25Z +1h0m0.01s"},
		{berlin, "2026-10-25 02:30:00 CEST", "2026-10-25T00:30:00Z +1s"},
		{berlin, "2026-10-25 02:30:00 CET", "2026-10-25T01:30:00Z +1s"},
		{berlin, "2026-10-25 03:00:00", "2026-10-25T02:00:00Z +1s"},
		// Forward: the hour from 02:00 on does not come.
		{berlin, "2026-03-29 01:59:59", "2026-03-29T00:59:59Z +1s"},
		{berlin, "2026-03-29 02:00:00", "meant a time of Europe/Berlin, whose clocks are put forward " +
			"over this one"},
		{berlin, "2026-03-29 03:00:00", "2026-03-29T01:00:00Z +1s"},
		{"", "Mon, 02 Mar 2026 07:00:03 GMT", "2026-03-02T07:00:03Z +1s"},
		{"", "Mon Mar  2 07:00:03.25 2026", "2026-03-02T07:00:03.25Z +10ms"},
		{berlin, "Mon Mar 02 07:00:03 CET 2026", "2026-03-02T06:00:03Z +1s"},
		{"", "02-Mar-2026 07:00:03.412", "2026-03-02T07:00:03.412Z +1ms"},
		{"", "1969-03-02 07:00:03", "meant a line that begins with a date and time"},
	} {
		o := Options{Format: "text"}
		if test.zone != "" {
			var err error
			o.Zone, err = time.LoadLocation(test.zone)
			require.NoError(t, err)
		}
		hits, _, err := readAll(t, o, text("x.log", test.stamp+" INFO POST /oauth/token 200\n"))
		if !strings.HasPrefix(test.want, "20") {
			require.ErrorContains(t, err, test.want, test.stamp)
			continue
		}
		require.NoError(t, err, test.stamp)
		require.Equal(t, test.want+" - POST - /oauth/token 200", hits[0], test.stamp)
	}
}
