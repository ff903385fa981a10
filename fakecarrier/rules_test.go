package fakecarrier

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/cockroachdb/datadriven"

	"github.com/tokenstorm/tokenstorm/fakecarrier/throttle"
)

// The files of testdata/rules are played against a carrier. Rewrite them with -rewrite, and commit
// only differences that you can explain.
//
//	carrier throttle=akamai policy=grace:5s     a fresh carrier; prints its canonical throttle
//	carrier profile=usps throttle=A4              another than FedEx
//	requests                                      one line each, its verdict under it:
//	0s token                                      a request of a token at the epoch
//	1s token x15 ip=1 client=2 fault=503 bad      15 at once; the other fields of a Request
//	2s api 3                                      an API call with token 3
//	3s complete 16                                the answer to request 16 leaves
//	4s impose                                     a ban that no hit started
//	4s live                                       live tokens of the client, end of its ban
func TestRules(t *testing.T) {
	datadriven.Walk(t, "testdata/rules", func(t *testing.T, path string) {
		s := script{}
		datadriven.RunTest(t, path, s.run)
	})
}

// A script is one file being played.
type script struct {
	carrier *Carrier
	asked   []Request
	answers []Response
}

func (s *script) run(t *testing.T, d *datadriven.TestData) string {
	switch d.Cmd {
	case "carrier":
		return s.open(t, d)
	case "requests":
		var out strings.Builder
		for line := range strings.Lines(d.Input) {
			out.WriteString(s.line(t, strings.Fields(line)))
			out.WriteByte('\n')
		}
		return out.String()
	}
	t.Fatalf("%s: unknown command %s", d.Pos, d.Cmd)
	return ""
}

func (s *script) open(t *testing.T, d *datadriven.TestData) string {
	profile := "fedex"
	d.MaybeScanArgs(t, "profile", &profile)
	p, err := LookupProfile(profile)
	if err != nil {
		t.Fatal(err)
	}
	p.Meters = append(slices.Clone(p.Meters), Meter{})[:len(p.Meters)]
	limit := &p.Meters[:3][2] // after the two thresholds; of a carrier without limits, none
	var text, policy, start string
	d.MaybeScanArgs(t, "throttle", &text)
	rules, err := throttle.Parse(text)
	if err != nil {
		return "error: " + err.Error() + "\n"
	}
	if d.MaybeScanArgs(t, "policy", &policy); policy != "" {
		if p.Policy, err = ParsePolicy(policy); err != nil {
			return "error: " + err.Error() + "\n"
		}
	}
	if d.MaybeScanArgs(t, "start", &start); start != "" {
		if err = limit.Limit.Start.UnmarshalText([]byte(start)); err != nil {
			return "error: " + err.Error() + "\n"
		}
	}
	d.MaybeScanArgs(t, "transactions", &limit.Limit.Hits)
	if d.HasArg("meter-tokens") {
		limit.Watches = throttle.AllScope
	}
	var daily int
	if d.MaybeScanArgs(t, "quota", &daily); daily > 0 {
		p = p.WithDailyQuota(daily)
	}
	if s.carrier, err = New(p, rules); err != nil {
		return "error: " + err.Error() + "\n"
	}
	s.asked, s.answers = []Request{{}}, []Response{{}} // serials from 1
	return fmt.Sprintf("%v, %v\n", rules, p.Policy)
}

// line plays one line and tells its verdict.
func (s *script) line(t *testing.T, words []string) string {
	at, err := time.ParseDuration(words[0])
	if err != nil {
		t.Fatal(err)
	}
	now := epoch.Add(at)
	r, times := s.request(t, words[2:])
	switch words[1] {
	case "complete":
		i := int(r.Token) // the number that follows the word
		s.answers[i] = s.carrier.Complete(now, s.asked[i], s.answers[i])
		return describe(s.answers[i])
	case "impose":
		return fmt.Sprintf("until %v", s.carrier.Impose(now, r.IP, r.Client).Sub(epoch))
	case "live":
		live := fmt.Sprintf("%d live", s.carrier.Live(r.Client, now))
		if until := s.carrier.BannedUntil(r.IP, r.Client, now); !until.IsZero() {
			live += fmt.Sprintf(", banned until %v", until.Sub(epoch))
		}
		return live
	case "api":
		r.Endpoint = APIEndpoint
	case "token":
	default:
		t.Fatalf("unknown word %s", words[1])
	}
	return s.ask(now, r, times)
}

// ask sends a request so many times, and tells the verdicts, equal ones in a row as one.
func (s *script) ask(now time.Time, r Request, times int) string {
	var verdicts []string
	in := 0
	for i := range times {
		r.Serial = uint64(len(s.asked))
		a := s.carrier.Handle(now, r)
		s.asked, s.answers = append(s.asked, r), append(s.answers, a)
		if times > 1 {
			a.Token = 0
		}
		verdict := describe(a)
		if i > 0 && strings.HasSuffix(verdicts[len(verdicts)-1], verdict) {
			in++
			verdicts[len(verdicts)-1] = fmt.Sprintf("%d x %s", in, verdict)
			continue
		}
		in = 1
		verdicts = append(verdicts, verdict)
	}
	return strings.Join(verdicts, "; ")
}

func (s *script) request(t *testing.T, words []string) (r Request, times int) {
	times = 1
	for _, w := range words {
		name, value, given := strings.Cut(w, "=")
		if count, ok := strings.CutPrefix(w, "x"); ok && !given {
			name, value = "x", count
		} else if !given {
			name, value = "", w
		}
		n, err := strconv.Atoi(value)
		if w == "bad" {
			r.BadSecret = true
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		switch name {
		case "x":
			times = n
		case "ip":
			r.IP = IP(n)
		case "client":
			r.Client = Client(n)
		case "fault":
			r.Fault = n
		default:
			r.Token = TokenID(n)
		}
	}
	return r, times
}

// describe puts a Response into words, with times since the epoch.
func describe(a Response) string {
	text := strconv.Itoa(a.Status)
	if a.Token != 0 {
		text += fmt.Sprintf(" token %d for %v", a.Token, a.ExpiresIn)
	}
	if a.Reason != ReasonNone {
		text += " " + a.Reason.String()
	}
	if a.Reason == ReasonKilled {
		text += fmt.Sprintf(" by request %d", a.KilledBy)
	}
	if a.Ban != BanNone {
		rule := cmp.Or(a.Rule, "any hit")
		text += fmt.Sprintf(", ban %v by %s since %v", a.Ban, rule, a.Since.Sub(epoch))
	}
	if !a.BannedUntil.IsZero() {
		text += fmt.Sprintf(", until %v", a.BannedUntil.Sub(epoch))
	}
	return text
}
