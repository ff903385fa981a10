package fakecarrier

import (
	"cmp"
	"encoding"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/cockroachdb/datadriven"
	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/fakecarrier/quota"
	"github.com/tokenstorm/tokenstorm/fakecarrier/throttle"
)

// The files of testdata/rules are played against a carrier. Rewrite them with -rewrite, and commit
// only differences that you can explain.
//
//	carrier throttle=akamai policy=grace:5s     a fresh carrier; prints its canonical throttle
//	carrier profile=usps throttle=A4              another than FedEx
//	requests                                      one line each, its verdict under it:
//	0s token                                      a request of a token at the epoch
//	0s token life=9s active=2s                    what was drawn for the token
//	1s token x15 ip=1 client=2 fault=503 bad      15 at once; the other fields of a Request
//	2s api 3                                      an API call with token 3
//	3s complete 16                                the answer to request 16 leaves
//	4s impose                                     a ban that no hit started
//	4s live                                       live tokens of the client, end of its ban
//
// A carrier with meters of its own has a line for each below the command, as key=value words: what
// it watches (token, api, all), its key, its rule (a reading, or a limit and window=its kind with _
// for a blank), counts, and ban=its length with extends, covers, edge, or status with retry and
// as=grant:
//
//	watches=token key=client limit=3/10s window=bucketed_5s status=429 retry
//	watches=token rule=R1 ban=10m extends=any-hit covers=all
//
// With refresh among the carrier's arguments, and the terms of refresh tokens as a scenario names
// them:
//
//	0s sign-in client=1                           a family begins; prints its refresh token
//	1s renew 1.2 client=1                         a renewal with the second of the first family
//	1s takes 1.2 client=1                         would that be answered, and until when
//	1s issue client=1                             an access token for somebody else
func TestRules(t *testing.T) {
	datadriven.Walk(t, "testdata/rules", func(t *testing.T, path string) {
		s := script{}
		datadriven.RunTest(t, path, s.run)
	})
}

// A script is one file being played.
type script struct {
	carrier *Carrier
	listed  bool // it has meters of its own
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
	if s.listed = d.Input != ""; s.listed {
		p.Meters, p.Wire = nil, nil
		for line := range strings.Lines(d.Input) {
			p.Meters = append(p.Meters, meterOf(t, strings.Fields(line)))
		}
	}
	p.Meters = append(slices.Clone(p.Meters), make([]Meter, 3)...)[:len(p.Meters)]
	limit := &p.Meters[:3][2] // after the two thresholds; of a carrier without limits, none
	var text, policy, start string
	d.MaybeScanArgs(t, "throttle", &text)
	if s.listed {
		text = "A4"
	}
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
		if err = limit.Limit.Kind.UnmarshalText([]byte(start)); err != nil {
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
	length(t, d, "renew_not_before", &p.RenewNotBefore)
	length(t, d, "token_life", &p.TokenLife)
	p.WholeSeconds = d.HasArg("exp_whole_seconds")
	var says string
	if d.MaybeScanArgs(t, "says", &says); says != "" {
		require.NoError(t, p.Says.UnmarshalText([]byte(says)))
	}
	if d.HasArg("refresh") {
		p.Grants = GrantTerms{Refresh: refreshTerms(t, d)}
		d.MaybeScanArgs(t, "status", &p.Grants.Refusal.Status)
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
		return describe(s.answers[i], s.listed)
	case "impose":
		until, _ := s.carrier.Impose(now, r.IP, r.Client)
		return fmt.Sprintf("until %v", until.Sub(epoch))
	case "live":
		live := fmt.Sprintf("%d live", s.carrier.Live(r.Client, now))
		if until := s.carrier.BannedUntil(r.IP, r.Client, now); !until.IsZero() {
			live += fmt.Sprintf(", banned until %v", until.Sub(epoch))
		}
		return live
	case "sign-in":
		return "refresh " + refreshText(s.carrier.SignIn(now, r.Client))
	case "takes":
		return takes(s.carrier, now, &r)
	case "issue":
		return fmt.Sprintf("token %d", s.carrier.Issue(now, r).Token)
	case "api":
		r.Endpoint = APIEndpoint
	case "renew":
		r.Renews = true
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
		verdict := describe(a, s.listed)
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
		if w == "bad" || w == "norights" {
			r.BadSecret, r.NoRights = w == "bad", w == "norights"
			continue
		}
		if d, err := time.ParseDuration(value); err == nil && (name == "life" || name == "active") {
			if name == "life" {
				r.Life = d
			} else {
				r.Activation = d
			}
			continue
		}
		if family, serial, ok := strings.Cut(value, "."); ok {
			r.Refresh = RefreshID{uint32(number(t, family)), uint32(number(t, serial))}
			continue
		}
		n, err := strconv.Atoi(value)
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
func describe(a Response, ofList bool) string {
	text := strconv.Itoa(a.Status)
	if a.Token != 0 {
		text += fmt.Sprintf(" token %d for %v", a.Token, a.ExpiresIn)
		if a.Unsaid {
			text = strings.TrimSuffix(text, "0s") + "an unsaid time"
		}
	}
	if a.Refresh != (RefreshID{}) {
		text += ", refresh " + refreshText(a.Refresh)
	}
	if a.Reason != ReasonNone {
		text += " " + a.Reason.String()
	}
	if a.Reason == ReasonKilled {
		text += fmt.Sprintf(" by request %d", a.KilledBy)
	}
	by := cmp.Or(a.Rule, "any hit")
	if a.Meter != 0 && a.Rule == "" {
		by = fmt.Sprintf("meter %d", a.Meter)
	}
	switch {
	case a.Ban != BanNone:
		text += fmt.Sprintf(", ban %v by %s since %v", a.Ban, by, a.Since.Sub(epoch))
	case a.Meter != 0 && ofList:
		text += fmt.Sprintf(" by %s since %v", by, a.Since.Sub(epoch))
	}
	if !a.BannedUntil.IsZero() {
		text += fmt.Sprintf(", until %v", a.BannedUntil.Sub(epoch))
	}
	if a.RetryAfter > 0 && ofList {
		text += fmt.Sprintf(", again after %v", a.RetryAfter)
	}
	for f := a.Further; f != nil; f = f.Next {
		text += fmt.Sprintf(", ban %v by meter %d since %v, until %v", f.Ban, f.Meter,
			f.Since.Sub(epoch), f.BannedUntil.Sub(epoch))
	}
	return text
}

// meterOf reads the words of a meter.
func meterOf(t *testing.T, words []string) (m Meter) {
	m.Refusal = Refusal{Reason: ReasonThrottled}
	for _, word := range words {
		name, value, _ := strings.Cut(word, "=")
		value = strings.ReplaceAll(value, "_", " ")
		var err error
		switch name {
		case "watches":
			err = m.Watches.UnmarshalText([]byte(value))
		case "key":
			err = m.Key.UnmarshalText([]byte(value))
		case "rule":
			m.Reading = value
			m.Threshold = fedexBans()[0].Threshold
			if strings.HasPrefix(value, "A") {
				m.Threshold = fedexBans()[1].Threshold
			}
		case "limit":
			var limits []quota.Limit
			limits, err = ParseLimits(value)
			m.Limit.Hits, m.Limit.Window = limits[0].Hits, limits[0].Window
		case "window":
			err = m.Limit.Kind.UnmarshalText([]byte(value))
		case "counts":
			err = m.Counts.UnmarshalText([]byte(value))
		case "ban":
			m.Refusal, m.Ban.Covers = Refusal{}, m.Watches
			m.Ban.For, err = time.ParseDuration(value)
		case "extends":
			err = m.Ban.Extends.UnmarshalText([]byte(value))
		case "covers":
			err = m.Ban.Covers.UnmarshalText([]byte(value))
		case "edge":
			m.Ban.Edge = true
		case "status":
			m.Refusal.Status = number(t, value)
		case "retry":
			m.Refusal.RetryAfter = true
		case "as":
			m.Refusal.Reason = ReasonDisguised
		default:
			t.Fatalf("unknown word %s of a meter", name)
		}
		require.NoError(t, err, word)
	}
	return m
}

func refreshText(id RefreshID) string { return fmt.Sprintf("%d.%d", id.Family, id.Serial) }

func number(t *testing.T, text string) int {
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func takes(c *Carrier, now time.Time, r *Request) string {
	last := c.LastsUntil(r.Refresh)
	switch {
	case !c.Takes(now, r.Client, r.Refresh):
		return "no"
	case last.IsZero():
		return "yes"
	}
	return fmt.Sprintf("yes, until %v", last.Sub(epoch))
}

// length reads an argument that is a length of time.
func length(t *testing.T, d *datadriven.TestData, name string, into *time.Duration) {
	var text string
	if d.MaybeScanArgs(t, name, &text); text != "" {
		var err error
		*into, err = time.ParseDuration(text)
		require.NoError(t, err, d.Pos)
	}
}

// refreshTerms reads the arguments that are named as a scenario names them.
func refreshTerms(t *testing.T, d *datadriven.TestData) *RefreshTerms {
	var terms RefreshTerms
	for name, into := range map[string]encoding.TextUnmarshaler{
		"replay": &terms.Replay, "on_reuse": &terms.OnReuse, "supersede": &terms.Supersede,
		"life_from": &terms.LifeFrom, "concurrent": &terms.Concurrent,
	} {
		var text string
		if d.MaybeScanArgs(t, name, &text); text != "" {
			require.NoError(t, into.UnmarshalText([]byte(text)), d.Pos)
		}
	}
	length(t, d, "life", &terms.Life)
	length(t, d, "idle", &terms.Idle)
	length(t, d, "at_most", &terms.AtMost)
	length(t, d, "reuse_interval", &terms.ReuseInterval)
	d.MaybeScanArgs(t, "reach", &terms.Reach)
	d.MaybeScanArgs(t, "reuse_times", &terms.ReuseTimes)
	d.MaybeScanArgs(t, "families", &terms.Families)
	terms.KeepsAccess = d.HasArg("keeps_access")
	terms.ForgivesParent = d.HasArg("forgives_parent")
	terms.OldStays = d.HasArg("old_stays")
	var after time.Duration
	var past int
	length(t, d, "after", &after)
	d.MaybeScanArgs(t, "past", &past)
	switch {
	case d.HasArg("never"):
		terms.Rotation = RotateNever()
	case after > 0:
		terms.Rotation = RotateAfter(after)
	case past > 0:
		terms.Rotation = RotatePast(past)
	}
	return &terms
}
