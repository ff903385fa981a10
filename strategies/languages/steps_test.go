package languages

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/cockroachdb/datadriven"
	"github.com/jonboulle/clockwork"
	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/fakecarrier/server"
)

// A service calls the carrier by the strategy, in some language. It has a clock that stands still
// between commands. It obeys one command, a line of words, and answers with a line: how the calls
// ended that ended meanwhile, one word each.
//
//	open base=URL token=PATH call=PATH nodes=1 chance=0.5 basic=false [processes=2]
//	                begins anew; chance is every random number. So many processes, a, b and so on,
//	                share a store; without it there is one process, a, and no store
//	call 5 [other] [b]  so many callers of the customer shop, or of other, call at once in process a,
//	                or in that one; 1 s passes
//	pass 1500       so many ms pass
//	stall 1500 [b]  a process stands still for so many ms
//	crash b         a process ends, with the calls in it: they died
//	start b         another one begins in its place
//	store away      the store answers with failures; back: no more; forget: it has nothing any more
//	way token 20    a request to the token endpoint, or the api, and its answer take so many ms each
//
// Before it sends a request, and at the end of each command, it moves the carrier's clock to the
// instant that its own shows.
type service func(t testing.TB, command string) string

// steps holds a service to a file, in which a case has a new service and a carrier that nobody has
// used, perhaps with other settings, and these steps:
//
//	call 5, call 1 other b    so many callers of a customer call at once, and a second passes
//	pass 10m                  time passes
//	stall 1m                  it passes, and the process stands still
//	crash b, start b, store away, way token 20s
//	                          as of the commands of a service
//	kill                      somebody else gets a token with our credentials, which kills ours
//	ban                       the carrier bans our address
//	fault KIND member=value   a fault of the carrier, as POST /__admin/faults has it
//	answer path=/a status=429 retry-after=30 until=30s code=slow_down
//	                          the carrier answers so to that path; until is a date in Retry-After
//	mend                      faults and such answers end
func steps(t *testing.T, file string, its service) {
	t.Helper()
	scene := &stage{service: its, url: served(t)}
	datadriven.RunTest(t, file, func(t *testing.T, d *datadriven.TestData) string {
		require.Equal(t, "case", d.Cmd, d.Pos)
		given := map[string]string{}
		for _, arg := range d.CmdArgs {
			given[arg.Key] = strings.Join(arg.Vals, " ")
		}
		scene.open(t, given)
		var said strings.Builder
		for line := range strings.SplitSeq(d.Input, "\n") {
			at := scene.now
			fmt.Fprintf(&said, "%s\n", strings.TrimRight(fmt.Sprintf("%-10s %-16s %s", at, line,
				scene.step(t, strings.Fields(line))), " "))
		}
		require.Zero(t, scene.calls, "calls that have not ended: let more time pass")
		return said.String()
	})
}

// served returns the URL of a server whose sessions have a clock that stands still.
func served(t *testing.T) string {
	t.Helper()
	config := server.DefaultConfig()
	config.Admin, config.Frozen = "same", true
	s, err := server.New(config, clockwork.NewRealClock())
	require.NoError(t, err)
	listening := httptest.NewServer(s.Carrier())
	t.Cleanup(listening.Close)
	return listening.URL
}

var start = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// A stage has a carrier and a service that uses it.
type stage struct {
	service service
	url     string        // of the server
	world   int           // how many services there were
	now     time.Duration // since this one began
	calls   int           // that have not ended
	seen    uint64        // of the journal
}

// step takes one step and returns what became of it.
func (s *stage) step(t *testing.T, words []string) string {
	given := map[string]string{}
	for _, word := range words {
		if key, value, ok := strings.Cut(word, "="); ok {
			given[key] = value
		}
	}
	switch words[0] {
	case "call":
		n, err := strconv.Atoi(words[1])
		require.NoError(t, err)
		s.calls += n
		s.now += time.Second
		return s.outcome(t, s.service(t, strings.Join(words, " ")))
	case "pass", "stall":
		d, err := time.ParseDuration(words[1])
		require.NoError(t, err)
		s.now += d
		return s.outcome(t, s.service(t, fmt.Sprintf("%s %d %s", words[0], d.Milliseconds(),
			strings.Join(words[2:], " "))))
	case "crash":
		return s.outcome(t, s.service(t, strings.Join(words, " ")))
	case "start", "store":
		s.service(t, strings.Join(words, " "))
	case "way":
		d, err := time.ParseDuration(words[2])
		require.NoError(t, err)
		s.service(t, fmt.Sprintf("way %s %d", words[1], d.Milliseconds()))
	case "kill":
		s.admin(t, "POST", "tokens/issue", map[string]any{"client": "shop"})
	case "ban":
		s.admin(t, "POST", "bans", map[string]any{"ip": "127.0.0.1"})
	case "fault":
		fault := map[string]any{"kind": words[1]}
		for member, value := range given {
			fault[member] = value
			if member == "status" {
				fault[member] = json.Number(value)
			}
		}
		s.admin(t, "POST", "faults", fault)
	case "answer":
		s.answer(t, given)
	case "mend":
		s.admin(t, "DELETE", "faults", nil)
		s.admin(t, "DELETE", "stubs", nil)
	default:
		t.Fatalf("found the step %q; meant one that is named above steps", words[0])
	}
	return ""
}

// open opens a session of the carrier and lets the service begin anew. The carrier is the generic
// one, with FedEx's policy: a new token kills the old one.
func (s *stage) open(t *testing.T, given map[string]string) {
	s.world++
	s.now, s.calls, s.seen = 0, 0, 0
	opening := map[string]any{
		"session": fmt.Sprint("world-", s.world), "policy": cmp.Or(given["policy"], "single"),
		"profile": cmp.Or(given["profile"], "generic"), "start_at": start,
		"gzip": cmp.Or(given["gzip"], "negotiated"), "token_life": given["life"],
	}
	ask(t, "POST", s.url+"/__admin/sessions", opening)
	nodes, processes := "1", ""
	if n := given["processes"]; n != "" {
		nodes, processes = n, " processes="+n
	}
	s.service(t, fmt.Sprintf("open base=%s token=%s call=%s nodes=%s chance=%s basic=%s", s.base(),
		cmp.Or(given["token"], "/oauth/token"), cmp.Or(given["call"], "/api/1"),
		cmp.Or(given["nodes"], nodes), cmp.Or(given["chance"], "0.5"),
		cmp.Or(given["basic"], "false"))+processes)
}

func (s *stage) base() string { return fmt.Sprintf("%s/s/world-%d", s.url, s.world) }

// answer puts an answer over that of the carrier.
func (s *stage) answer(t *testing.T, given map[string]string) {
	answer := map[string]any{"status": json.Number(given["status"])}
	if after := given["retry-after"]; after != "" {
		answer["headers"] = map[string]any{"Retry-After": after}
	}
	if until := given["until"]; until != "" {
		d, err := time.ParseDuration(until)
		require.NoError(t, err)
		answer["headers"] = map[string]any{
			"Retry-After": start.Add(s.now + d).Format(http.TimeFormat),
		}
	}
	if code := given["code"]; code != "" {
		answer["body"] = map[string]any{"error": code}
	}
	s.admin(t, "POST", "stubs", map[string]any{"stubs": []any{map[string]any{
		"path": given["path"], "answer": answer, "metered": false,
		"token": strings.HasPrefix(given["path"], "/api"),
	}}})
}

// outcome prints what became of a step: ended has how calls ended.
func (s *stage) outcome(t *testing.T, ended string) string {
	callers := map[string]int{}
	for word := range strings.FieldsSeq(ended) {
		callers[strings.ReplaceAll(word, "-", " ")]++
		s.calls--
	}
	if s.calls > 0 {
		callers["waiting"] = s.calls
	}
	var journal struct {
		Events []struct {
			Seq      uint64
			Endpoint string
			Status   int
		}
	}
	require.NoError(t, json.Unmarshal(s.admin(t, "GET",
		fmt.Sprintf("journal?kind=request&limit=0&after=%d", s.seen), nil), &journal))
	carrier := map[string]int{}
	for _, e := range journal.Events {
		s.seen = max(s.seen, e.Seq)
		carrier[fmt.Sprint(e.Endpoint, " ", e.Status)]++
	}
	parts := []string{counts(callers), "carrier: " + counts(carrier)}
	if len(carrier) == 0 {
		parts = parts[:1]
	}
	return strings.TrimPrefix(strings.Join(parts, "; "), "; ")
}

// counts prints how often each thing was.
func counts(things map[string]int) string {
	var all []string
	for _, thing := range slices.Sorted(maps.Keys(things)) {
		all = append(all, fmt.Sprintf("%d x %s", things[thing], thing))
	}
	return strings.Join(all, ", ")
}

// admin asks the admin API of this world.
func (s *stage) admin(t *testing.T, method, path string, body any) []byte {
	return ask(t, method, s.base()+"/__admin/"+path, body)
}

func ask(t *testing.T, method, url string, body any) []byte {
	t.Helper()
	var sent io.Reader = http.NoBody
	if body != nil {
		text, err := json.Marshal(body)
		require.NoError(t, err)
		sent = bytes.NewReader(text)
	}
	request, err := http.NewRequestWithContext(t.Context(), method, url, sent)
	require.NoError(t, err)
	request.Header.Set("Content-Type", "application/json")
	answer, err := http.DefaultClient.Do(request)
	require.NoError(t, err)
	defer answer.Body.Close()
	said, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	require.Less(t, answer.StatusCode, 300, "%s %s: %s", method, url, said)
	return said
}
