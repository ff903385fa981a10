package front

import (
	"cmp"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/fakecarrier/wire"
)

// serveToken answers a token request. If grant is not empty, the path accepts only that grant type.
func (w *World) serveToken(rw http.ResponseWriter, r *http.Request, grant string) {
	body, release := readBody(r, mostForm)
	defer release()
	ask := w.wire.readToken(r, body, grant)
	w.acceptPlainBasic(&ask)
	x := w.arrive(rw, r, fakecarrier.TokenEndpoint)
	x.body = body
	w.identify(x, ask.client)
	w.prepare(x, &ask)
	x.request.Kind = uint8(max(0, slices.Index(w.wire.Grants, ask.grant)))
	w.show(x, &ask)
	w.drawToken(x)
	fate := w.fate(x)
	x.response = w.carrier.Handle(x.data.now, x.request)
	x.event.Detail = happened(fate, &x.response)
	if id := x.response.Token; id != 0 {
		t, _ := w.carrier.Token(id)
		x.event.Token, x.claims = id, w.claims(t)
		w.openID(x, &ask)
	}
	w.settle(x)
	switch {
	case x.response.Token != 0:
		w.leave(x, w.issued(x))
	case x.response.Reason == fakecarrier.ReasonFault && x.trouble.status == 0:
		x.response.Reason = fakecarrier.ReasonNone // no fault: the request itself was wrong
		x.event.Why, x.event.Nearest = ask.why, ask.nearest
		w.leave(x, w.wire.answers[ask.wrong])
	case x.response.Reason == fakecarrier.ReasonGrant && ask.grant == wire.GrantCode:
		x.event.Why = "the code is not known, too old, another client's, used before, or its " +
			"redirect_uri or code_verifier is another"
		w.leave(x, w.wire.answers[wire.InvalidCode])
	default:
		switch x.response.Reason {
		case fakecarrier.ReasonCredentials:
			x.event.Why, x.event.Nearest = w.whyCredentials(&ask)
		case fakecarrier.ReasonGrant:
			x.event.Why = fate
			if ask.grant == wire.GrantDevice {
				x.event.Why = whyDevice[x.response.Device]
				x.data.code = cmp.Or(x.response.Device.Code(), x.data.code)
			}
		}
		w.leave(x, w.refusal(x))
	}
}

// prepare fills in the request for the state machine. A wrong request, or one of a blocked client,
// is handled like a fault: it counts as a hit, and no token is issued.
func (w *World) prepare(x *exchange, ask *tokenRequest) {
	if w.carrier.Held() >= mostTokens {
		x.trouble.status = http.StatusServiceUnavailable
		x.trouble.why = fmt.Sprintf("no room for another token: %d are known, each until 10 minutes "+
			"after its expiry", mostTokens)
	}
	known, ok := w.identity(ask.client, ask.secret)
	x.request.BadSecret = !ok && !(known && w.public(ask))
	blocked := !x.request.BadSecret && w.known[ask.client].Blocked && w.wire.ForbidsTokens
	if blocked && ask.wrong == wire.Answered {
		ask.refuse(wire.Forbidden, "%s", w.whyForbidden(ask.client))
	}
	x.request.Fault = x.trouble.status
	if x.request.Fault == 0 && ask.wrong != wire.Answered {
		x.request.Fault = http.StatusBadRequest
	}
}

// public reports whether a request that shows no secret is one of a public client: its verifier, or
// its refresh token, is the proof (RFC 6749, 2.1 and 6). A client that is listed has a secret, and
// shows it with a refresh token.
func (w *World) public(ask *tokenRequest) bool {
	switch {
	case ask.proven:
		return false
	case ask.grant == wire.GrantCode:
		return ask.members["code_verifier"] != ""
	}
	return w.known == nil && (ask.grant == wire.GrantRefresh || ask.grant == wire.GrantDevice)
}

// drawToken draws what the carrier draws for a token that may be issued.
func (w *World) drawToken(x *exchange) {
	d, p := &w.setup.Draws, &w.setup.Profile
	switch {
	case d.Life != nil:
		x.request.Life = max(time.Second, d.Life.Draw(w.chance)) // 0 is the profile's
	case p.LifeMost > 0:
		x.request.Life = p.TokenLife + time.Duration(w.chance.Int64N(int64(p.LifeMost-p.TokenLife)+1))
	}
	x.request.Activation = d.Activation.Draw(w.chance)
}

// fate is what would become of the refresh token of a request, in words; "": it shows none.
func (w *World) fate(x *exchange) string {
	if !x.request.Renews {
		return ""
	}
	return w.carrier.Fate(x.data.now, x.request.Client, x.request.Refresh)
}

// happened is what became of it: nothing, where nobody looked at it.
func happened(fate string, a *fakecarrier.Response) string {
	switch a.Reason {
	case fakecarrier.ReasonNone, fakecarrier.ReasonGrant, fakecarrier.ReasonReplayed:
	default:
		return ""
	}
	if a.Token == 0 && a.Reason != fakecarrier.ReasonGrant || fate == "" {
		return ""
	}
	return fate
}

// acceptPlainBasic accepts credentials in HTTP Basic that were not form-encoded: curl sends them as
// they are, although RFC 6749 (2.3.1) wants them encoded.
func (w *World) acceptPlainBasic(ask *tokenRequest) {
	if _, known := w.known[ask.client]; !known && w.known[ask.plain.ID].ID != "" {
		ask.client = ask.plain.ID
	}
	if c, known := w.known[ask.client]; known && c.Secret == ask.plain.Secret {
		ask.secret = c.Secret
	}
}

// identity reports whether a client id is known, and whether the secret is right.
func (w *World) identity(id, secret string) (known, proven bool) {
	if w.known == nil {
		known = id != "" && len(id) <= mostClientID
		return known, known && secret != ""
	}
	c, ok := w.known[id]
	return ok, ok && c.Secret == secret
}

// show fills in what the request shows beside its credentials.
func (w *World) show(x *exchange, ask *tokenRequest) {
	seal := w.seal.Load()
	switch ask.grant {
	case wire.GrantCode:
		number, _ := seal.smallNumber(sealedCode, ask.members["code"])
		x.request.Code = &fakecarrier.Exchange{
			Code: fakecarrier.CodeID(number), Redirect: ask.members["redirect_uri"],
			Verifier: ask.members["code_verifier"],
		}
	case wire.GrantRefresh:
		x.request.Renews = true
		x.request.Refresh, _ = seal.refreshID(ask.members["refresh_token"])
	case wire.GrantDevice:
		number, _ := seal.smallNumber(sealedDevice, ask.members["device_code"])
		x.request.Polls, x.request.Device = true, fakecarrier.DeviceID(number)
	}
}

// issued returns the page of an answer with a token.
func (w *World) issued(x *exchange) page {
	f := &x.data
	f.expiresIn = x.response.ExpiresIn
	unsaid := 0
	if x.response.Unsaid {
		unsaid = 1
	}
	p := good(&w.wire.issued[unsaid])
	if id := x.response.Refresh; id != (fakecarrier.RefreshID{}) {
		refresh, _ := w.carrier.RefreshToken(id)
		f.renewals = refresh.Generation
		f.refresh = x.seal.refresh(id)
		if !refresh.Expiry.IsZero() {
			f.refreshLife = refresh.Expiry.Sub(f.now)
		}
		p.body = &w.wire.pair[unsaid]
	}
	return p
}

// serveRevoke revokes a token of the client (RFC 7009). The answer is 200 even if there is no such
// token. It is not metered.
func (w *World) serveRevoke(rw http.ResponseWriter, r *http.Request) {
	w.askedAbout(rw, r, func(x *exchange, token string) {
		w.revoke(x, token)
		w.leave(x, page{Answer: wire.Answer{Status: http.StatusOK}})
	})
}

// askedAbout answers a client that asks something of a token, by a function that is called with the
// lock, which leave releases, unless the client is refused.
func (w *World) askedAbout(rw http.ResponseWriter, r *http.Request, by func(*exchange, string)) {
	body, release := readBody(r, mostForm)
	defer release()
	ask := w.wire.readMembers(r, body)
	token := ask.members["token"]
	if token == "" {
		ask.lacks(wire.Malformed, "token", "")
	} else {
		w.wire.identify(&ask, r)
	}
	if x := w.admit(rw, r, &ask, body, false); x != nil {
		by(x, token)
	}
}

// admit lets a client in that asks for no token: with its secret, or without where it is public and
// that suffices. Nil: it was refused, and has its answer. Else the lock is held, which leave
// releases.
func (w *World) admit(
	rw http.ResponseWriter, r *http.Request, ask *tokenRequest, body []byte, public bool,
) *exchange {
	w.acceptPlainBasic(ask)
	x := w.arrive(rw, r, fakecarrier.TokenEndpoint)
	x.body = body
	w.identify(x, ask.client)
	known, proven := w.identity(ask.client, ask.secret)
	if ask.wrong == wire.Answered && !proven && !(public && known && w.public(ask)) {
		ask.wrong = wire.WrongCredentials
		ask.why, ask.nearest = w.whyCredentials(ask)
	}
	if ask.wrong != wire.Answered {
		x.event.Why, x.event.Nearest = ask.why, ask.nearest
		w.leave(x, w.wire.answers[ask.wrong])
		return nil
	}
	return x
}

// revoke ends a token of the client, whatever it is. The caller holds the lock.
func (w *World) revoke(x *exchange, token string) {
	id, ours := w.wire.unsealed(x.seal, token)
	if t, held := w.carrier.Token(id); ours && held && t.Client == x.request.Client {
		w.carrier.Revoke(x.data.now, id)
	}
	if id, ours := x.seal.refreshID(token); ours && w.ownerOf(id) == x.request.Client {
		w.carrier.RevokeFamily(x.data.now, id.Family) // RFC 7009, section 2.1
		x.event.Detail = fmt.Sprintf("family %d revoked", id.Family)
	}
}

// serveAuthorize answers the browser of a user who authorizes a client. The user always agrees: the
// browser is sent back with a code at once. It is not metered.
func (w *World) serveAuthorize(rw http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	x := w.arrive(rw, r, fakecarrier.TokenEndpoint)
	client := query.Get("client_id")
	w.identify(x, client)
	back, err := url.Parse(query.Get("redirect_uri"))
	known, _ := w.identity(client, "")
	web := err == nil && (back.Scheme == "http" || back.Scheme == "https") && back.Host != "" &&
		len(query.Get("redirect_uri")) <= mostRedirect
	if !known || !web {
		x.event.Why = "redirect_uri is no http or https address of at most 2048 bytes"
		if !known {
			x.event.Why, x.event.Nearest = w.whyCredentials(&tokenRequest{client: client})
		}
		w.leave(x, w.wire.answers[wire.Malformed])
		return
	}
	answer := back.Query()
	if state := query.Get("state"); state != "" {
		answer.Set("state", state)
	}
	if wrong := w.authorize(x, query, answer); wrong != "" {
		answer.Set("error", wrong)
		x.event.Why = "the browser was sent back with the error " + wrong
	}
	if issuer := w.issuer(r); issuer != "" {
		answer.Set("iss", issuer) // RFC 9207
	}
	back.RawQuery = answer.Encode()
	w.leave(x, page{Answer: wire.Answer{Status: http.StatusFound}, location: back.String()})
}

// authorize adds a code to the answer, or returns the error code of RFC 6749 (4.1.2.1).
func (w *World) authorize(x *exchange, query, answer url.Values) (wrong string) {
	if query.Get("response_type") != "code" {
		return "unsupported_response_type"
	}
	a := fakecarrier.Authorization{
		Client: x.request.Client, Redirect: clip(query.Get("redirect_uri"), mostRedirect),
		Scope: clip(query.Get("scope"), mostScope), Nonce: clip(query.Get("nonce"), mostScope),
	}
	if text := query.Get("code_challenge"); text != "" {
		sum, ok := challenge(text)
		method := query.Get("code_challenge_method")
		if !ok || method != "S256" && method != "" {
			return "invalid_request"
		}
		a.Challenge = sum
	}
	id := w.carrier.Authorize(x.data.now, a)
	answer.Set("code", w.seal.Load().small(sealedCode, uint64(id)))
	return ""
}
