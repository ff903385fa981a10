package languages

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/tokenstorm/tokenstorm/strategies"
	"github.com/tokenstorm/tokenstorm/strategies/oauth"
)

// The Go one, as docs/production.md puts it into a service.
func TestGo(t *testing.T) {
	s := &goService{
		commands: make(chan string), answers: make(chan string),
		sent: make(chan sending), came: make(chan coming),
	}
	ended := make(chan struct{})
	go s.wire()
	go func() {
		defer close(ended)
		synctest.Test(t, s.obey)
	}()
	its := func(_ testing.TB, command string) string {
		s.commands <- command
		return <-s.answers
	}
	t.Run("unshared", func(t *testing.T) { steps(t, "testdata/unshared.txt", its) })
	t.Run("shared", func(t *testing.T) { steps(t, "testdata/shared.txt", its) })
	close(s.commands)
	<-ended
	close(s.sent)
}

// A goService lives in a bubble of testing/synctest, whose time passes when everybody in it waits
// for time. Nobody does who waits for these channels, which are made outside.
type goService struct {
	commands, answers chan string
	sent              chan sending
	came              chan coming
	sending           sync.Mutex // held until what came is read

	begun     time.Time
	base      string
	call      string
	given     map[string]string // as it was opened
	processes map[string]*process
	store     *sharedStore  // nil: none
	over      chan struct{} // closed when there are no more commands

	mu    sync.Mutex // guards what follows
	ended []string
	ways  map[string]time.Duration
}

// A process of the service. The goService's mu guards what changes.
type process struct {
	*goService
	clients map[string]*http.Client
	stalled time.Time // until then nobody in it is woken
	dead    bool
	calls   int // under way
}

// A sending is a request, or none, and how long after the beginning it is sent.
type sending struct {
	at      time.Duration
	base    string
	request *http.Request
}

type coming struct {
	answer *http.Response
	body   []byte
	err    error
}

func (s *goService) obey(*testing.T) {
	s.over = make(chan struct{})
	for command := range s.commands {
		words := strings.Fields(command)
		its := s.processes[words[len(words)-1]]
		if its == nil {
			its = s.processes["a"]
		}
		switch words[0] {
		case "open":
			s.open(words[1:])
		case "call":
			n, _ := strconv.Atoi(words[1])
			who := "shop"
			if len(words) > 2 && words[2] == "other" {
				who = "other"
			}
			for range n {
				go its.action(who)
			}
			s.pass(time.Second)
		case "pass":
			s.pass(milliseconds(words[1]))
		case "stall":
			d := milliseconds(words[1])
			s.set(func() { its.stalled = time.Now().Add(d) })
			s.pass(d)
		case "crash":
			s.set(func() {
				its.dead = true
				s.ended = append(s.ended, slices.Repeat([]string{"died"}, its.calls)...)
			})
		case "start":
			s.processes[words[1]] = s.start(words[1])
		case "store":
			s.store.set(words[1])
		case "way":
			s.set(func() { s.ways[words[1]] = milliseconds(words[2]) })
		}
		var said string
		s.set(func() { said, s.ended = strings.Join(s.ended, " "), nil })
		s.answers <- said
	}
	close(s.over)
	time.Sleep(time.Hour) // what is under way in the background ends
}

// set changes what mu guards.
func (s *goService) set(change func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change()
}

func milliseconds(text string) time.Duration {
	ms, _ := strconv.Atoi(text)
	return time.Duration(ms) * time.Millisecond
}

func (s *goService) pass(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
	s.exchange(nil)
}

func (s *goService) open(words []string) {
	set := map[string]string{}
	for _, word := range words {
		key, value, _ := strings.Cut(word, "=")
		set[key] = value
	}
	s.begun, s.base, s.call, s.given = time.Now(), set["base"], set["call"], set
	s.set(func() {
		s.ways = map[string]time.Duration{
			"token": 15 * time.Millisecond, "api": 10 * time.Millisecond,
		}
	})
	processes := 1
	if s.store = nil; set["processes"] != "" {
		s.store = &sharedStore{clock: s.clock()}
		s.store.set("forget")
		processes, _ = strconv.Atoi(set["processes"])
	}
	s.processes = map[string]*process{}
	for _, name := range []string{"a", "b", "c"}[:processes] {
		s.processes[name] = s.start(name)
	}
}

// clock is that of the bubble.
func (s *goService) clock() strategies.Clock {
	return strategies.OnClock(wakingClock{&process{goService: s}}).Clock
}

// start starts a process, which shares nothing with those before it but the store.
func (s *goService) start(name string) *process {
	p := &process{goService: s, clients: map[string]*http.Client{}}
	chance, _ := strconv.ParseFloat(s.given["chance"], 64)
	node := strategies.NewPlace()
	for _, who := range []string{"shop", "other"} {
		env := strategies.OnClock(wakingClock{p})
		env.Node, env.Account = node, who
		env.Nodes, _ = strconv.Atoi(s.given["nodes"])
		env.Rand = rand.New(always(chance * (1 << 63) * 2))
		endpoint := oauth.Client{
			Carrier: "fake", URL: s.base + s.given["token"], Clock: env.Clock,
			Credentials: oauth.Credentials{ID: who, Secret: "s3cret"}, Base: way{p, "token"},
		}
		if s.given["basic"] == "true" {
			endpoint.Proof = oauth.InBasic
		}
		env.Endpoint = endpoint
		parts := strategies.RecommendedUnshared()
		if s.store != nil {
			account := &sharedAccount{s.store, who, fmt.Sprintf("%s %p", name, p)}
			env.Shared, env.Lease, env.Quota = account, account, s.store
			parts = strategies.Recommended()
		}
		strategy, err := strategies.New(env, parts...)
		if err != nil {
			panic(err)
		}
		p.clients[who] = &http.Client{
			Transport: &oauth.Transport{Strategy: strategy, Base: way{p, "api"}},
		}
	}
	return p
}

// A wakingClock is the clock of the bubble, by which nobody wakes while the process stands still,
// or is dead.
type wakingClock struct{ *process }

func (c wakingClock) Now() time.Time { return time.Now() }

func (c wakingClock) After(d time.Duration) <-chan time.Time {
	woken := make(chan time.Time, 1)
	time.AfterFunc(d, func() {
		_ = c.await() // who wakes in a dead process sends nothing any more
		woken <- time.Now()
	})
	return woken
}

// await waits until the process goes on, or fails at the end of the test.
func (p *process) await() error {
	p.mu.Lock()
	stalled, dead := p.stalled, p.dead
	p.mu.Unlock()
	if dead {
		<-p.over
		return io.ErrClosedPipe
	}
	time.Sleep(time.Until(stalled))
	return nil
}

// always is a source of chance that has one number.
type always uint64

func (a always) Uint64() uint64 { return uint64(a) }

// action makes one call and notes how it ended.
func (p *process) action(who string) {
	p.set(func() { p.calls++ })
	answer, err := p.clients[who].Post(p.base+p.call, "application/json",
		strings.NewReader(`{"parcels":1}`))
	how := "failed"
	switch {
	case err == nil:
		how = strconv.Itoa(answer.StatusCode)
		_ = answer.Body.Close()
	case errors.Is(err, strategies.ErrOpen):
		how = "open"
	case errors.Is(err, strategies.ErrShed):
		how = "shed"
	case strategies.Status(err) != 0:
		how = fmt.Sprint("token-", strategies.Status(err))
	}
	p.set(func() {
		if p.calls--; !p.dead {
			p.ended = append(p.ended, how)
		}
	})
}

// A way to the carrier takes some time, and back as long.
type way struct {
	*process
	to string
}

func (w way) RoundTrip(request *http.Request) (*http.Response, error) {
	w.mu.Lock()
	took := w.ways[w.to]
	w.mu.Unlock()
	if err := w.sleep(request.Context(), took); err != nil {
		return nil, err
	}
	came := w.exchange(request)
	if came.err == nil {
		came.err = w.sleep(request.Context(), took)
	}
	if came.err != nil {
		return nil, came.err
	}
	came.answer.Body = io.NopCloser(bytes.NewReader(came.body))
	return came.answer, nil
}

func (w way) sleep(ctx context.Context, d time.Duration) error {
	select {
	case <-time.After(d):
		return w.await()
	case <-ctx.Done():
		return ctx.Err()
	}
}

// exchange sends a request at this instant of the bubble.
func (s *goService) exchange(request *http.Request) coming {
	select {
	case <-s.over:
		return coming{err: io.ErrClosedPipe}
	default:
	}
	s.sending.Lock()
	defer s.sending.Unlock()
	s.sent <- sending{time.Since(s.begun), s.base, request}
	return <-s.came
}

// wire carries requests to the carrier, outside the bubble.
func (s *goService) wire() {
	var base string
	var at time.Duration
	for next := range s.sent {
		if base != next.base {
			base, at = next.base, 0
		}
		if next.at > at {
			answer, err := http.Post(base+"/__admin/clock/advance", "application/json",
				strings.NewReader(fmt.Sprintf(`{"by":%q}`, next.at-at)))
			if err != nil || answer.StatusCode != http.StatusOK {
				panic(fmt.Sprint("the carrier's clock: ", answer, err))
			}
			_ = answer.Body.Close()
			at = next.at
		}
		s.came <- carry(next.request)
	}
}

func carry(request *http.Request) coming {
	if request == nil {
		return coming{}
	}
	answer, err := http.DefaultTransport.RoundTrip(request.WithContext(context.Background()))
	if err != nil {
		return coming{err: err}
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	return coming{answer, body, err}
}
