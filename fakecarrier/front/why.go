package front

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/fakecarrier/quota"
	"github.com/tokenstorm/tokenstorm/fakecarrier/reply"
	"github.com/tokenstorm/tokenstorm/fakecarrier/wire"
	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// instant is an instant as sentences of the journal have it.
func instant(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.999Z") }

// within is how far an instant is off, as "in 9m59s" or "1m ago".
func within(now, at time.Time) string {
	d := at.Sub(now).Round(time.Millisecond)
	switch {
	case d > 0:
		return "in " + unit.FormatDuration(d)
	case d < 0:
		return unit.FormatDuration(-d) + " ago"
	}
	return "now"
}

// name is how sentences call the carrier.
func (w *World) name() string { return w.setup.Profile.Name }

// whyRefused says in words why the state machine did not answer 200. The caller holds the lock.
func (w *World) whyRefused(x *exchange) string {
	a, now := &x.response, x.data.now
	switch a.Reason {
	case fakecarrier.ReasonBanned:
		return w.whyBanned(x)
	case fakecarrier.ReasonThrottled, fakecarrier.ReasonQuota, fakecarrier.ReasonDisguised:
		return w.whyLimited(x)
	case fakecarrier.ReasonFault:
		return x.trouble.why
	case fakecarrier.ReasonEarly:
		return fmt.Sprintf("the last token of client %q is younger than %s, within which %s issues no "+
			"other", x.data.client, unit.FormatDuration(w.setup.Profile.RenewNotBefore), w.name())
	case fakecarrier.ReasonExpired:
		return w.whyExpired(x)
	case fakecarrier.ReasonKilled:
		return w.whyKilled(x)
	case fakecarrier.ReasonInactive:
		t, _ := w.carrier.Token(x.request.Token)
		return fmt.Sprintf("token %d is not active before %s, %s", t.ID, instant(t.From),
			within(now, t.From))
	case fakecarrier.ReasonUnknown:
		return w.whyUnknown(x)
	case fakecarrier.ReasonNone, fakecarrier.ReasonCredentials, fakecarrier.ReasonGrant,
		fakecarrier.ReasonReplayed, fakecarrier.ReasonRights, fakecarrier.ReasonProxy:
	}
	return "" // what read the request says it
}

// whyLimited says which limit a request exceeds, since when, and when that ends.
func (w *World) whyLimited(x *exchange) string {
	meters := w.carrier.Meters()
	if n := x.response.Meter; n == 0 || int(n) > len(meters) {
		return "over a limit of the carrier"
	}
	m := &meters[x.response.Meter-1]
	text := "over the limit: " + m.String()
	if m.Limit.Hits > 0 && !x.response.Since.IsZero() {
		text += fmt.Sprintf("; this is at least number %d since %s", m.Limit.Hits+1,
			instant(x.response.Since))
	}
	if free, ok := w.carrier.FreeAt(x.data.now, x.request, x.response.Meter); ok {
		text += fmt.Sprintf("; it ends at %s, %s", instant(free), within(x.data.now, free))
	}
	return text
}

// whyExpired says when the life of a token was over.
func (w *World) whyExpired(x *exchange) string {
	t, held := w.carrier.Token(x.request.Token)
	if !held {
		return fmt.Sprintf("token %d expired long ago", x.request.Token)
	}
	return fmt.Sprintf("token %d expired at %s, %s", t.ID, instant(t.Expiry),
		within(x.data.now, t.Expiry))
}

// whyKilled says who ended the life of a token, and when.
func (w *World) whyKilled(x *exchange) string {
	t, _ := w.carrier.Token(x.request.Token)
	text := fmt.Sprintf("token %d was ended at %s, %s, ", t.ID, instant(t.Death),
		within(x.data.now, t.Death))
	killer := x.response.KilledBy
	switch {
	case killer == 0 && t.Client == 0:
		return text + fmt.Sprintf("when its client id was forgotten: %d others came later", MostClients)
	case killer == 0:
		return text + "by an operator or a revocation"
	}
	var known asker
	if w.askers != nil {
		known = w.askers[killer%mostAskers]
	}
	e := w.journal.at(known.seq)
	if known.serial != killer || e == nil {
		return text + "by a newer token of the same client"
	}
	return text + fmt.Sprintf("by event %d, %s %s of client %q from %v", e.Seq, e.Method, e.Path,
		e.Client, e.Source)
}

// whyUnknown says what is wrong with the token of a call, or with where it stands.
func (w *World) whyUnknown(x *exchange) string {
	token, presented := bearer(x.r)
	scheme, _, _ := strings.Cut(x.r.Header.Get("Authorization"), " ")
	switch {
	case presented && x.elder:
		return "the token was issued before the last reset, which ended all tokens"
	case presented:
		return fmt.Sprintf("the token was not issued here: it has %d letters; one of another session, "+
			"of a server that ended or with a letter changed is unknown too", len(token))
	case scheme != "" && !strings.EqualFold(scheme, "Bearer"):
		return fmt.Sprintf("Authorization came with the scheme %s; %s wants Authorization: Bearer TOKEN",
			clip(scheme, mostRequestID), w.name())
	case scheme != "":
		return "Authorization: Bearer came without a token"
	}
	if x.r.URL.Query().Has("access_token") {
		return fmt.Sprintf("the token came in the query; %s wants it as Authorization: Bearer TOKEN",
			w.name())
	}
	return fmt.Sprintf("no token came; %s wants it as Authorization: Bearer TOKEN", w.name())
}

// A beginning is what began a ban.
type beginning struct {
	text  string // what it was
	until time.Time
}

// A banned is whom a ban is of.
type banned struct {
	key  fakecarrier.Key
	a, b uint32
}

// bannedBy is whom a ban of that key is of, if it is of who sent a request.
func bannedBy(key fakecarrier.Key, r *fakecarrier.Request) banned {
	of := banned{key: key}
	switch key {
	case fakecarrier.ByIP:
		of.a = uint32(r.IP)
	case fakecarrier.ByClient:
		of.b = uint32(r.Client)
	case fakecarrier.ByIPAndClient:
		of.a, of.b = uint32(r.IP), uint32(r.Client)
	case fakecarrier.ByRefreshToken:
		of.a, of.b = r.Refresh.Family, r.Refresh.Serial
	case fakecarrier.ByGrantType:
		of.a = uint32(r.Kind)
	}
	return of
}

// keyOfBan is what callers are told apart by whom the meter of that number bans.
func (w *World) keyOfBan(meter uint8) fakecarrier.Key {
	if meters := w.carrier.Meters(); meter > 0 && int(meter) <= len(meters) {
		return meters[meter-1].Key
	}
	key, _, _ := w.carrier.ImposedBy()
	return key
}

// noteBan remembers what a request did to a ban. It is called once its event has a number.
func (w *World) noteBan(x *exchange, seq uint64) {
	a := &x.response
	if a.Ban == fakecarrier.BanNone {
		return
	}
	who := bannedBy(w.keyOfBan(a.Meter), &x.request)
	b, on := w.begun[who]
	if a.Ban == fakecarrier.BanStarted || !on {
		b.text = fmt.Sprintf("event %d, %s %s at %s, began it: %s", seq, x.event.Method, x.event.Path,
			instant(x.event.At), w.ruleOf(a))
	}
	b.until = a.BannedUntil
	w.remember(who, b)
}

// remember keeps what began a ban, of so many at most: of more nobody asks.
func (w *World) remember(who banned, b beginning) {
	if len(w.begun) >= mostAddresses {
		clear(w.begun)
	}
	w.begun[who] = b
}

// ruleOf is the rule that a hit violated, in words.
func (w *World) ruleOf(a *fakecarrier.Response) string {
	if reading, err := quota.LookupReading(a.Rule); err == nil && a.Rule != "" {
		return reading.About
	}
	if meters := w.carrier.Meters(); a.Meter > 0 && int(a.Meter) <= len(meters) {
		return meters[a.Meter-1].String()
	}
	return "any request extends it"
}

// whyBanned says who is banned, until when, and which hit began that.
func (w *World) whyBanned(x *exchange) string {
	meters := w.carrier.Meters()
	for i := range len(meters) + 1 {
		key := w.keyOfBan(0) // of one that an operator imposed
		if i < len(meters) {
			key = meters[i].Key
		}
		b, known := w.begun[bannedBy(key, &x.request)]
		if !known || !x.data.now.Before(b.until) {
			continue
		}
		return fmt.Sprintf("%s is banned until %s, %s; %s", w.bannedShown(key, x), instant(b.until),
			within(x.data.now, b.until), b.text)
	}
	until := x.response.BannedUntil
	return fmt.Sprintf("%v is banned until %s, %s", x.event.Source, instant(until),
		within(x.data.now, until))
}

// bannedShown names whom a ban of that key is of.
func (w *World) bannedShown(key fakecarrier.Key, x *exchange) string {
	switch key {
	case fakecarrier.ByIP:
		return x.event.Source.String()
	case fakecarrier.ByClient:
		return fmt.Sprintf("client %q", x.data.client)
	case fakecarrier.ByIPAndClient:
		return fmt.Sprintf("client %q from %v", x.data.client, x.event.Source)
	case fakecarrier.ByRefreshToken:
		return "the refresh token"
	case fakecarrier.ByGrantType:
		return "the grant type"
	}
	return "everybody"
}

// whyCredentials says which of the credentials is wrong, and which known client id is nearest.
func (w *World) whyCredentials(ask *tokenRequest) (why, nearest string) {
	id := clip(ask.client, mostClientID)
	known, _ := w.identity(ask.client, ask.secret)
	switch {
	case known:
		return fmt.Sprintf("client %q is known, and its secret is another", id), ""
	case len(ask.client) > mostClientID:
		return fmt.Sprintf("a client id of %d bytes is not known; the longest has %d", len(ask.client),
			mostClientID), ""
	}
	ids := make([]string, len(w.setup.Clients))
	for i, c := range w.setup.Clients {
		ids[i] = c.ID
	}
	near := unit.Nearest(id, ids)
	if len(near) == 0 {
		return fmt.Sprintf("client %q is not known", id), ""
	}
	return fmt.Sprintf("client %q is not known; the nearest that is: %q", id, near[0]), near[0]
}

// whyBody says what is wrong with the body of a call.
func whyBody(r *http.Request, body []byte) string {
	switch {
	case body == nil:
		return fmt.Sprintf("the body broke off, or has more than %d bytes", mostBody)
	case len(bytes.TrimSpace(body)) == 0:
		return "the body is empty; meant a JSON object"
	case strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/"):
		return "the body is no multipart form with that boundary"
	}
	return "the body is no JSON object" + placeOfError(body)
}

// placeOfError is where a text stops being JSON, and why, as the end of a sentence; "" if it is
// JSON.
func placeOfError(text []byte) string {
	var value any
	err := json.Unmarshal(text, &value)
	syntax, ok := errors.AsType[*json.SyntaxError](err)
	switch {
	case err == nil:
		return ": it is " + reply.KindOf(value).String()
	case !ok:
		return ""
	}
	before := text[:min(max(0, int(syntax.Offset)-1), len(text))]
	line := bytes.Count(before, []byte("\n")) + 1
	column := utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:]) + 1
	return fmt.Sprintf(": line %d, column %d: %v", line, column, syntax)
}

// nearMember is the member that a body has where a field is missing, and that was probably meant
// for it; "" if none is near.
func nearMember(body []byte, field string) string {
	var at any
	if json.Unmarshal(body, &at) != nil {
		return ""
	}
	path := strings.Split(field, ".")
	for i, name := range path {
		for list, ok := at.([]any); ok && len(list) > 0; list, ok = at.([]any) {
			at = list[0]
		}
		object, ok := at.(map[string]any)
		if !ok {
			return ""
		}
		if next, there := object[name]; there {
			at = next
			continue
		}
		if near := unit.Nearest(name, keysOf(object)); len(near) > 0 {
			return strings.Join(append(slices.Clone(path[:i]), near[0]), ".")
		}
		return ""
	}
	return ""
}

// forbidden says that a client is blocked.
func (w *World) whyForbidden(client string) string {
	return fmt.Sprintf("client %q is blocked: %s knows it and refuses it", client, w.name())
}

// whyFault says which fault answers.
func whyFault(f *Fault) string {
	text := fmt.Sprintf("fault %d: %v", f.ID, f.Kind)
	if f.Status != 0 {
		text += fmt.Sprintf(" %d", f.Status)
	}
	if f.Share < 1 {
		text += fmt.Sprintf(" of %.3g %% of requests", 100*f.Share)
	}
	if !f.Until.IsZero() {
		text += " until " + instant(f.Until)
	}
	return text
}

// wantedProof says where a carrier looks for credentials.
func (c *compiledWire) wantedProof() string {
	members := fmt.Sprintf(", as %s and %s", c.Names.ID, c.Names.Secret)
	switch c.Proof {
	case wire.ProofInForm:
		return "in the form" + members
	case wire.ProofInBasic:
		return "as Basic"
	case wire.ProofInFormOrJSON:
		return "in the form or in JSON" + members
	case wire.ProofInBasicOrForm:
		return "as Basic, or in the form" + members
	case wire.ProofInJSON:
		return "in JSON" + members
	}
	return ""
}
