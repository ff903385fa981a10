package front

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier/wire"
)

// A page is an answer as it leaves.
type page struct {
	wire.Answer
	body     *template // nil: no body, unless raw is one
	raw      []byte
	later    func() []byte // makes raw after unlocking
	location string
	allow    string // methods, with commas
}

// good returns the answer 200 with a body.
func good(body *template) page {
	return page{Answer: wire.Answer{Status: http.StatusOK, Type: jsonType}, body: body}
}

// buffers hold bodies while they are read or written.
var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// gzipWriters compress bodies.
var gzipWriters = sync.Pool{New: func() any {
	z, err := gzip.NewWriterLevel(nil, gzip.BestSpeed)
	if err != nil { // BestSpeed is a valid level
		panic("fakecarrier: " + err.Error())
	}
	return z
}}

// seconds rounds up to whole seconds, as the Retry-After header has them.
func seconds(d time.Duration) int64 { return int64((d + time.Second - 1) / time.Second) }

// write sends an answer. Its Date is the World's time.
func (w *World) write(rw http.ResponseWriter, r *http.Request, p page, f *templateData) {
	h := rw.Header()
	h["Date"] = []string{f.date}
	if p.RetryAfter && f.retryAfter > 0 { // 0: not known
		h["Retry-After"] = []string{strconv.FormatInt(f.retryAfter, 10)}
	}
	if p.Challenge != "" {
		h["Www-Authenticate"] = []string{p.Challenge}
	}
	if p.location != "" {
		h["Location"] = []string{p.location}
	}
	if p.allow != "" {
		h["Allow"] = []string{p.allow}
	}
	if p.later != nil {
		p.raw = p.later()
	}
	if p.body == nil && p.raw == nil {
		h["Content-Length"] = []string{"0"}
		rw.WriteHeader(p.Status)
		return
	}
	h["Content-Type"] = []string{p.Type}
	buffer := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(buffer)
	buffer.Reset()
	body := p.raw
	if body == nil {
		body = p.body.append(buffer.AvailableBuffer(), f)
		buffer.Write(body) // keep the grown buffer for the next body
	}
	if w.wantsGzip(r) {
		h["Content-Encoding"] = []string{"gzip"}
		zipped := buffers.Get().(*bytes.Buffer)
		defer buffers.Put(zipped)
		zipped.Reset()
		z := gzipWriters.Get().(*gzip.Writer)
		z.Reset(zipped)
		_, _ = z.Write(body) // a write into memory does not fail
		_ = z.Close()
		gzipWriters.Put(z)
		body = zipped.Bytes()
	}
	if w.setup.Gzip == GzipNegotiated {
		h["Vary"] = []string{"Accept-Encoding"}
	}
	h["Content-Length"] = []string{strconv.Itoa(len(body))}
	rw.WriteHeader(p.Status)
	_, _ = rw.Write(body) // the caller may have left
}

// wantsGzip reports whether to compress the answer.
func (w *World) wantsGzip(r *http.Request) bool {
	switch w.setup.Gzip {
	case GzipAlways:
		return true
	case GzipNever:
		return false
	case GzipNegotiated:
	}
	codings := strings.Join(r.Header["Accept-Encoding"], ",")
	for coding := range strings.SplitSeq(codings, ",") {
		name, weight, _ := strings.Cut(strings.TrimSpace(coding), ";")
		if name == "gzip" || name == "*" {
			value, ok := strings.CutPrefix(strings.ReplaceAll(weight, " ", ""), "q=")
			q, err := strconv.ParseFloat(value, 64)
			return !ok || err == nil && q > 0
		}
	}
	return false
}
