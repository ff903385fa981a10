package logs

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// A request is counted once, though both of its sides are in the dump: that of the client is kept.
func TestSpans(t *testing.T) {
	// at is in seconds since 07:00; 0 of parent: none.
	zipkin := func(at, id, parent int, kind, path string) string {
		kind = strings.ToUpper(kind)
		return fmt.Sprintf(`{"traceId":"t","id":"%d","parentId":"%d","kind":%q,"timestamp":%d,`+
			`"duration":87312,"tags":{"http.method":"POST","http.path":%q}}`, id, parent, kind,
			(1772434800+int64(at))*1e6, path)
	}
	jaeger := func(at, id, parent int, kind, path string) string {
		return fmt.Sprintf(`{"traceID":"t","spanID":"%d","references":[{"refType":"CHILD_OF","traceID":`+
			`"t","spanID":"%d"}],"startTime":%d,"duration":87312,"tags":[{"key":"span.kind","value":%q},`+
			`{"key":"http.method","value":"POST"},{"key":"http.target","value":%q}]}`, id, parent,
			(1772434800+int64(at))*1e6, kind, path)
	}
	otlp := func(at, id, parent int, kind, path string) string {
		number := map[string]int{"internal": 1, "server": 2, "client": 3}[kind]
		return fmt.Sprintf(`{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"t","spanId":"%d",`+
			`"parentSpanId":"%d","kind":%d,"startTimeUnixNano":"%d","endTimeUnixNano":"%d","attributes":[`+
			`{"key":"http.request.method","value":{"stringValue":"POST"}},{"key":"url.path",`+
			`"value":{"stringValue":%q}}]}]}]}]}`, id, parent, number, (1772434800+int64(at))*1e9,
			(1772434801+int64(at))*1e9, path)
	}
	const token, track = "/oauth/token", "/track"
	type made func(at, id, parent int, kind, path string) string
	for name, span := range map[string]made{"zipkin": zipkin, "jaeger": jaeger, "otlp": otlp} {
		for _, test := range []struct {
			name  string
			spans []string
			kept  string // seconds and paths
			same  int
			lines int // that are no records
		}{
			{"both sides", []string{span(1, 1, 0, "client", token), span(2, 2, 1, "server", token)},
				"1 /oauth/token", 1, 0},
			{"the server's first, on a clock that is behind", []string{span(0, 2, 1, "server", token),
				span(1, 1, 0, "client", token)}, "1 /oauth/token", 1, 0},
			{"one id for both, as Zipkin may have", []string{span(1, 1, 0, "client", token),
				span(2, 1, 0, "server", token)}, "1 /oauth/token", 1, 0},
			{"the client's side is not there", []string{span(2, 2, 1, "server", token)},
				"2 /oauth/token", 0, 0},
			{"a server that asks on", []string{span(1, 2, 0, "server", track),
				span(2, 3, 2, "client", token)}, "1 /track, 2 /oauth/token", 0, 0},
			{"what happened within", []string{span(1, 1, 0, "client", token),
				span(2, 2, 1, "internal", token)}, "1 /oauth/token", 0, 1},
			{"a request within itself, and again", []string{span(1, 1, 0, "client", token),
				span(2, 2, 1, "client", token), span(3, 3, 1, "client", token)},
				"2 /oauth/token, 3 /oauth/token", 1, 0},
			{"another within it", []string{span(1, 1, 0, "client", track),
				span(2, 2, 1, "client", token)}, "1 /track, 2 /oauth/token", 0, 0},
		} {
			text := text("x.json", strings.Join(test.spans, "\n"))
			r, err := Open([]Source{text}, Options{})
			require.NoError(t, err)
			var kept []string
			for r.Next() {
				kept = append(kept, fmt.Sprint(r.Hit().Begin.From/second-1772434800, " ", r.Hit().Path))
			}
			require.NoError(t, r.Err())
			a, what := r.Account(), name+": "+test.name
			require.Equal(t, test.kept, strings.Join(kept, ", "), what)
			require.Equal(t, test.same, a.Left[SameRequest].Count, what)
			require.Equal(t, []int{len(kept), len(kept) + test.same, test.lines},
				[]int{a.Kept, a.Read, a.Others}, what)
			require.Equal(t, name, a.Files[0].Format, what)
		}
	}
}
