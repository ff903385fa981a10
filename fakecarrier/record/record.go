// Package record passes requests on to a real carrier, and writes what that answers as stubs, which
// are served later in its place. Nothing of a secret is written: of what is known to be one, by its
// place, its name, its shape or a list, a placeholder stands there, always the same for the same.
// What cannot be written so is left out.
package record

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync"

	"github.com/tokenstorm/tokenstorm/fakecarrier/wire"
	"github.com/tokenstorm/tokenstorm/internal/outfile"
	"github.com/tokenstorm/tokenstorm/internal/strict"
)

// A Recording is where requests go, and where they are written.
type Recording struct {
	Upstream *url.URL   // of the carrier, as https://apis-sandbox.fedex.com
	File     string     // of stubs
	Wire     *wire.Wire // whose token endpoint is not written: it is served by the fake carrier itself
	Secrets  []string   // texts that are secret wherever they stand, such as account numbers
	Log      io.Writer
}

// mostBody is how many bytes of a body are written; an exchange with a longer one is left out.
const mostBody = 1 << 19

// A Recorder is a proxy that records. It is safe for concurrent use.
type Recorder struct {
	Recording
	proxy *httputil.ReverseProxy

	mu        sync.Mutex
	secrets   *secrets
	exchanges []*exchange
	full      bool // the file has as many bytes as are read again
}

// New returns a proxy that records.
func New(r Recording) *Recorder {
	rec := &Recorder{Recording: r, secrets: newSecrets(r.Secrets)}
	if user := r.Upstream.User; user != nil {
		rec.secrets.learn(clientID, user.Username())
		password, _ := user.Password()
		rec.secrets.learn(secret, password)
	}
	rec.proxy = &httputil.ReverseProxy{
		Rewrite: func(p *httputil.ProxyRequest) {
			p.SetURL(r.Upstream)
			p.Out.Header.Del("Accept-Encoding") // the transport asks for gzip, and undoes it
			p.Out.Header.Del("X-Tokenstorm-Session")
		},
		ModifyResponse: rec.answered,
		ErrorHandler: func(rw http.ResponseWriter, _ *http.Request, err error) {
			fmt.Fprintf(r.Log, "fakecarrier: the carrier cannot be reached: %s\n", rec.hidden(err.Error()))
			rw.WriteHeader(http.StatusBadGateway)
		},
	}
	return rec
}

// hidden is a text without secrets.
func (r *Recorder) hidden(text string) string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.secrets.hide(text)
}

// An exchange is a request and its answer, with all secrets that are in them.
type exchange struct {
	method, path string
	query        url.Values
	bearer       bool // it showed a token
	kind         string
	body         []byte

	status     int
	header     http.Header
	answerKind string
	answer     []byte
}

// ServeHTTP passes a request on, and its answer back.
func (r *Recorder) ServeHTTP(rw http.ResponseWriter, req *http.Request) {
	if req.Body != nil {
		text, err := io.ReadAll(io.LimitReader(req.Body, mostBody+1))
		if err != nil {
			rw.WriteHeader(http.StatusBadRequest)
			return
		}
		req.Body = unread(text, req.Body)
		req = req.WithContext(context.WithValue(req.Context(), bodyKey{}, text))
	}
	r.proxy.ServeHTTP(rw, req)
}

// bodyKey is the context key of the text of a request's body.
type bodyKey struct{}

// unread is a body whose beginning was read, to be read anew.
func unread(text []byte, rest io.ReadCloser) io.ReadCloser {
	return struct {
		io.Reader
		io.Closer
	}{io.MultiReader(bytes.NewReader(text), rest), rest}
}

// answered records an answer before it goes back.
func (r *Recorder) answered(a *http.Response) error {
	req := a.Request
	x := &exchange{
		method: req.Method, path: r.pathOf(req.URL.Path), query: req.URL.Query(), status: a.StatusCode,
		header: a.Header, kind: media(req.Header), answerKind: media(a.Header),
	}
	x.bearer = strings.HasPrefix(strings.ToLower(req.Header.Get("Authorization")), "bearer ")
	x.body, _ = req.Context().Value(bodyKey{}).([]byte)
	text, err := io.ReadAll(io.LimitReader(a.Body, mostBody+1))
	a.Body = unread(text, a.Body)
	if err != nil {
		return err
	}
	x.answer = text
	r.mu.Lock()
	defer r.mu.Unlock()
	r.secrets.learnHeaders(req.Header)
	r.secrets.learnHeaders(a.Header)
	if r.ofTokens(x) {
		r.secrets.learnTokens(x)
		return nil
	}
	r.secrets.learnExchange(x)
	if why := x.unwritable(a.Header); why != "" {
		r.left(x, why)
		return nil
	}
	r.exchanges = append(r.exchanges, x)
	r.write(x)
	return nil
}

// pathOf is the path without that of the upstream.
func (r *Recorder) pathOf(path string) string {
	if rest := strings.TrimPrefix(path, strings.TrimSuffix(r.Upstream.Path, "/")); rest != "" {
		return rest
	}
	return "/"
}

// ofTokens reports whether a request is of the endpoints that the fake carrier serves itself.
func (r *Recorder) ofTokens(x *exchange) bool {
	switch x.path {
	case r.Wire.Token, r.Wire.Refresh, r.Wire.Authorize, r.Wire.Revoke:
		return true
	}
	return false
}

// unwritable says why an exchange cannot be written; "" if it can.
func (x *exchange) unwritable(answer http.Header) string {
	switch {
	case len(x.body) > mostBody || len(x.answer) > mostBody:
		return fmt.Sprintf("a body has more than %d bytes", mostBody)
	case answer.Get("Content-Encoding") != "" && answer.Get("Content-Encoding") != "identity":
		return "its answer is compressed"
	case !isText(x.answer):
		return "its answer is no text"
	}
	return ""
}

// left tells of an exchange that is not written.
func (r *Recorder) left(x *exchange, why string) {
	fmt.Fprintf(r.Log, "fakecarrier: not recorded: %s %s: %s\n", x.method,
		r.secrets.hide(x.path), why)
}

// write writes the file anew, for a secret that is only known now may stand in what was written
// before. The newest exchange is left out if it cannot be read back, or has a secret in it all the
// same.
func (r *Recorder) write(newest *exchange) {
	if r.full {
		r.left(newest, "the file is full")
		return
	}
	text, why := r.text()
	if why == "" && len(text) > strict.MostBytes {
		r.full, why = true, fmt.Sprintf("the file would have more than %d bytes", strict.MostBytes)
	}
	if why != "" {
		r.left(newest, why)
		r.exchanges = r.exchanges[:len(r.exchanges)-1]
		if text, why = r.text(); why != "" || len(r.exchanges) == 0 {
			return
		}
	}
	err := outfile.Write(nil, r.File, func(w io.Writer) error {
		_, err := io.WriteString(w, text)
		return err
	})
	if err != nil {
		fmt.Fprintf(r.Log, "fakecarrier: %v\n", err)
		return
	}
	if why == "" {
		fmt.Fprintf(r.Log, "fakecarrier: recorded %s %s: %d\n", newest.method,
			r.secrets.hide(newest.path), newest.status)
	}
}

// media is the type of a body.
func media(h http.Header) string {
	kind, _, err := mime.ParseMediaType(h.Get("Content-Type"))
	if err != nil {
		return ""
	}
	return kind
}
