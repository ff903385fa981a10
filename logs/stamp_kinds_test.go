package logs

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Which instant a stamp is decides from when on a request may have begun. One request is written in
// each way: its stamp is 03.412, and it took 87 ms.
func TestStampKinds(t *testing.T) {
	const (
		began  = "2026-03-02T07:00:03.412Z +1ms"
		ended  = "2026-03-02T07:00:03.324Z +2ms"
		either = "2026-03-02T07:00:03.324Z +89ms" // between both
	)
	for _, test := range []struct{ name, text, stamp, begins, words string }{
		{"nobody says it", `{"time":"2026-03-02T07:00:03.412Z","path":"/a","duration_ms":87}`, "", either,
			"which is not known"},
		{"the user says it", `{"time":"2026-03-02T07:00:03.412Z","path":"/a","duration_ms":87}`, "end",
			ended, "when answers ended, less how long they took"},
		{"and so", `{"time":"2026-03-02T07:00:03.412Z","path":"/a","duration_ms":87}`, "begin",
			began, "when requests began"},
		{"the user knows better than a name", `{"time":"2026-03-02T07:00:03.412Z","level":"info",` +
			`"path":"/a","duration_ms":87}`, "begin", began, "when requests began"},
		{"a logger", `{"time":"2026-03-02T07:00:03.412Z","level":"info","path":"/a","duration_ms":87}`,
			"", ended, "less how long they took"},
		{"a logger that says no more than that it asks", `{"time":"2026-03-02T07:00:03.412Z",` +
			`"level":"info","path":"/a"}`, "", began,
			"when requests began or answers ended, which is not known; --stamp says it"},
		{"pino", `{"level":30,"time":1772434803412,"req":{"method":"GET","url":"/a"},` +
			`"res":{"statusCode":200},"responseTime":87}`, "", ended, "less how long they took"},
		{"Echo", `{"time":"2026-03-02T07:00:03.412Z","uri":"/a","status":200,"latency":87000000,` +
			`"latency_human":"87ms"}`, "", ended, "less how long they took"},
		{"nginx, with names of one's own", `{"time":"2026-03-02T07:00:03.412Z","uri":"/a",` +
			`"request_time":0.087}`, "", ended, "less how long they took"},
		{"its beginning beside another time", `{"timestamp":"2026-03-02T07:00:04.412Z",` +
			`"start_time":"2026-03-02T07:00:03.412Z","path":"/a","duration_ms":87}`, "", began,
			"when requests began"},
		{"logfmt", `time=2026-03-02T07:00:03.412Z level=info path=/a status=200 duration=87ms`, "", ended,
			"less how long they took"},
		{"logfmt of no logger", `time=2026-03-02T07:00:03.412Z path=/a status=200 duration=87ms`, "",
			either, "which is not known"},
	} {
		hits, a, err := readAll(t, Options{Stamp: test.stamp}, text("x.log", test.text+"\n"))
		require.NoError(t, err, test.name)
		require.True(t, strings.HasPrefix(hits[0], test.begins+" "), "%s: %s", test.name, hits[0])
		require.Contains(t, a.Files[0].Instant(), test.words, test.name)
	}
}

// A stamp outside tells when an answer ended where nothing held the line back: no buffer that was
// written later.
func TestOuterStamp(t *testing.T) {
	line := func(outer, second string) string {
		return "2026-03-02T07:00:" + outer + "Z stdout F " +
			strings.Replace(commonLine, "07:00:03", "07:00:"+second, 1) + ` "-" "curl" 0.050` + "\n"
	}
	for _, test := range []struct{ name, text, want string }{
		{"written at once", line("03.412", "03") + line("04.912", "04"), "03.361Z +2ms, 04.861Z +2ms"},
		{"one written later", line("03.412", "03") + line("05.003", "04"),
			"03.361Z +2ms, 03.949Z +1.001s"},
		{"a buffer", line("05.412", "03") + line("05.413", "04") + line("05.414", "05"),
			"02.949Z +1.001s, 03.949Z +1.001s, 04.949Z +1.001s"},
		{"before it ended", line("02.912", "03") + line("04.912", "04"),
			"02.949Z +1.001s, 03.949Z +1.001s"},
	} {
		hits, _, err := readAll(t, Options{}, text("x.log", test.text))
		require.NoError(t, err, test.name)
		for i, hit := range hits {
			hits[i], _, _ = strings.Cut(strings.TrimPrefix(hit, "2026-03-02T07:00:"), " ended")
		}
		require.Equal(t, test.want, strings.Join(hits, ", "), test.name)
	}
}

// What is told of stamps is told of each kind of them.
func TestInstantOfEach(t *testing.T) {
	const alb = `https 2026-03-02T07:00:08.000001Z app/auth/50dc 198.51.100.7:2000 10.0.0.1:80 ` +
		`0.001 0.085 0.001 200 200 34 0 "POST https://auth.example.com:443/oauth/token HTTP/1.1" ` +
		`"curl/8.5.0" ECDHE TLSv1.2 - "Root=1-58-0"` + "\n"
	without := strings.Replace(alb, "0.001 0.085 0.001", "-1 -1 -1", 1)
	_, a, err := readAll(t, Options{}, text("x.log", alb+without+without))
	require.NoError(t, err)
	require.Equal(t, "when answers ended; requests began earlier, by how much is not said; of 1 hit "+
		"when answers ended, less how long they took", a.Files[0].Instant())
}
