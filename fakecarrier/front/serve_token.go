package front

import (
	"bytes"
	"net/http"
	"net/url"
	"slices"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/fakecarrier/wire"
)

// serveToken answers a request of a token. grant is the only grant type that this path knows; "" is
// the token endpoint's own list.
func (w *World) serveToken(rw http.ResponseWriter, r *http.Request, grant string) {
	buffer := pages.Get().(*bytes.Buffer)
	text, ok := body(r, buffer, mostForm)
	ask := tokenRequest{wrong: wire.Malformed}
	if ok {
		ask = w.wire.readToken(r, text, grant)
	}
	pages.Put(buffer)

	w.spell(&ask)
	v := &visit{rw: rw, r: r}
	w.mu.Lock()
	w.arrive(v, fakecarrier.TokenEndpoint)
	w.of(v, ask.client)
	blocked := w.prepare(v, &ask)
	v.request.Kind = uint8(max(0, slices.Index(w.wire.Grants, ask.grant)))
	refresh := w.grant(v, &ask)
	if id := v.response.Token; id != 0 {
		t, _ := w.carrier.Token(id)
		v.event.Token, v.claims = id, w.claims(t)
	}
	w.settle(v)
	switch {
	case v.response.Status == http.StatusOK:
		w.leave(v, w.issued(v, refresh))
	case v.response.Reason == fakecarrier.ReasonFault && v.trouble.status == 0:
		v.response.Reason = fakecarrier.ReasonNone // nothing failed: the request as such was wrong
		if blocked {
			ask.wrong = wire.Forbidden
		}
		w.leave(v, w.wire.page(ask.wrong, 0))
	case v.response.Reason == fakecarrier.ReasonGrant && ask.grant == wire.GrantCode:
		w.leave(v, w.wire.page(wire.InvalidCode, 0))
	default:
		w.leave(v, w.refusal(v))
	}
}

// prepare fills in what the state machine is to know of a request of a token, and reports whether
// its client is blocked. A request that is wrong as such, or of a blocked client, passes the ban
// and the meters like a fault: the hit counts, and nothing is issued.
func (w *World) prepare(v *visit, ask *tokenRequest) (blocked bool) {
	if w.carrier.Held() >= mostTokens {
		v.trouble.status = http.StatusServiceUnavailable
	}
	known, ok := w.identity(ask.client, ask.secret)
	pkce := ask.grant == wire.GrantCode && ask.verifier != "" && !ask.proven && known
	v.request.BadSecret = !ok && !pkce
	v.request.Fault = v.trouble.status
	if v.request.Fault != 0 {
		return false
	}
	blocked = !v.request.BadSecret && w.known[ask.client].Blocked &&
		w.wire.ForbidsTokens
	switch {
	case ask.wrong != wire.Answered:
		v.request.Fault = http.StatusBadRequest
		return false
	case blocked:
		v.request.Fault = http.StatusForbidden
	}
	return blocked
}

// spell finds out whether known credentials of HTTP Basic were sent as they are, as curl does, and
// not form-encoded, as RFC 6749 wants it.
func (w *World) spell(ask *tokenRequest) {
	if _, known := w.known[ask.client]; !known && w.known[ask.plain.ID].ID != "" {
		ask.client = ask.plain.ID
	}
	if c, known := w.known[ask.client]; known && c.Secret == ask.plain.Secret {
		ask.secret = c.Secret
	}
}

// identity reports whether a client id is known, and whether the secret is its own.
func (w *World) identity(id, secret string) (known, proven bool) {
	if w.known == nil {
		known = id != "" && len(id) <= mostClientID
		return known, known && secret != ""
	}
	c, ok := w.known[id]
	return ok, ok && c.Secret == secret
}

// grant lets the state machine answer, each grant type in its own way.
func (w *World) grant(v *visit, ask *tokenRequest) (next fakecarrier.RefreshID) {
	now := v.facts.now
	switch ask.grant {
	case wire.GrantCode:
		number, _ := w.seal.Load().smallNumber(sealedCode, ask.code)
		v.response, next = w.carrier.Exchange(now, v.request, fakecarrier.Exchange{
			Code: fakecarrier.CodeID(number), Redirect: ask.redirect, Verifier: ask.verifier,
		})
	case wire.GrantRefresh:
		number, _ := w.seal.Load().smallNumber(sealedRefresh, ask.refresh)
		v.response, next = w.carrier.Refresh(now, v.request,
			fakecarrier.RefreshID{Family: uint32(number >> 32), Generation: uint32(number)})
	default:
		v.response = w.carrier.Handle(now, v.request)
	}
	return next
}

// issued is the page of an answer that issues a token.
func (w *World) issued(v *visit, refresh fakecarrier.RefreshID) page {
	f := &v.facts
	f.expiresIn = v.response.ExpiresIn
	p := page{status: http.StatusOK, kind: jsonType, body: &w.wire.issued}
	if refresh != (fakecarrier.RefreshID{}) {
		number := uint64(refresh.Family)<<32 | uint64(refresh.Generation)
		f.renewals = refresh.Generation - 1
		f.refresh = v.seal.small(sealedRefresh, number)
		f.refreshLife = w.setup.Profile.Grants.RefreshLife
		p.body = &w.wire.pair
	}
	return p
}

// serveRevoke lets a client end one of its tokens (RFC 7009): the answer is 200 whether or not
// there was such a token. It is not metered.
func (w *World) serveRevoke(rw http.ResponseWriter, r *http.Request) {
	var buffer bytes.Buffer
	text, ok := body(r, &buffer, mostForm)
	members := map[string]string{}
	if ok {
		members, ok = w.wire.readMembers(r, text)
	}
	var ask tokenRequest
	wrong := wire.Malformed
	if ok && members["token"] != "" {
		wrong = w.wire.identify(&ask, r, members)
	}
	w.spell(&ask)
	v := &visit{rw: rw, r: r}
	id, ours := w.wire.unsealed(w.seal.Load(), members["token"])

	w.mu.Lock()
	w.arrive(v, fakecarrier.TokenEndpoint)
	w.of(v, ask.client)
	_, proven := w.identity(ask.client, ask.secret)
	switch {
	case wrong != wire.Answered:
		w.leave(v, w.wire.page(wrong, 0))
		return
	case !proven:
		w.leave(v, w.wire.page(wire.WrongCredentials, 0))
		return
	}
	if t, held := w.carrier.Token(id); ours && held && t.Client == v.request.Client {
		w.carrier.Revoke(v.facts.now, id)
	}
	w.leave(v, page{status: http.StatusOK})
}

// serveAuthorize answers the browser of a user who wants to let a client in: it is sent back with a
// code at once, for this user always agrees. It is not metered.
func (w *World) serveAuthorize(rw http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	v := &visit{rw: rw, r: r}
	w.mu.Lock()
	w.arrive(v, fakecarrier.TokenEndpoint)
	client := query.Get("client_id")
	w.of(v, client)
	back, err := url.Parse(query.Get("redirect_uri"))
	known, _ := w.identity(client, "")
	web := err == nil && (back.Scheme == "http" || back.Scheme == "https") && back.Host != "" &&
		len(query.Get("redirect_uri")) <= mostRedirect
	if !known || !web {
		w.leave(v, w.wire.page(wire.Malformed, 0))
		return
	}
	told := back.Query()
	if state := query.Get("state"); state != "" {
		told.Set("state", state)
	}
	if wrong := w.authorized(v, query, told); wrong != "" {
		told.Set("error", wrong)
	}
	back.RawQuery = told.Encode()
	w.leave(v, page{status: http.StatusFound, location: back.String()})
}

// authorized adds a code to what the client is told, or returns the error of RFC 6749 (4.1.2.1).
func (w *World) authorized(v *visit, query, told url.Values) (wrong string) {
	if query.Get("response_type") != "code" {
		return "unsupported_response_type"
	}
	a := fakecarrier.Authorization{
		Client: v.request.Client, Redirect: kept(query.Get("redirect_uri"), mostRedirect),
	}
	if text := query.Get("code_challenge"); text != "" {
		sum, ok := challenge(text)
		method := query.Get("code_challenge_method")
		if !ok || method != "S256" && method != "" {
			return "invalid_request"
		}
		a.Challenge = sum
	}
	id := w.carrier.Authorize(v.facts.now, a)
	told.Set("code", w.seal.Load().small(sealedCode, uint64(id)))
	return ""
}
