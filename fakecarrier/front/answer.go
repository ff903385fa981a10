package front

import (
	"bytes"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/klauspost/compress/gzip"

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
	header   [][2]string
}

// good returns the answer 200 with a body.
func good(body *template) page {
	return page{Answer: wire.Answer{Status: http.StatusOK, Type: jsonType}, body: body}
}

// buffers hold bodies while they are read or written.
var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// gzipWriters compress bodies. Nearly all are small: to clear the tables of a compressor that keeps
// a state takes longer than to compress them.
var gzipWriters = sync.Pool{New: func() any {
	z, err := gzip.NewWriterLevel(nil, gzip.StatelessCompression)
	if err != nil { // it is a valid level
		panic("fakecarrier: " + err.Error())
	}
	return z
}}

// seconds rounds up to whole seconds, as the Retry-After header has them.
func seconds(d time.Duration) int64 { return int64((d + time.Second - 1) / time.Second) }

// write sends an answer. Its Date is the World's time.
func (w *World) write(rw http.ResponseWriter, zips bool, p page, f *templateData) {
	h := rw.Header()
	usual := []string{f.date, "", ""} // one piece of memory for three headers
	h["Date"] = usual[0:1:1]
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
	for _, named := range p.header {
		h[named[0]] = append(h[named[0]], named[1])
		if named[0] == "Content-Type" {
			p.Type = named[1]
		}
	}
	if p.later != nil {
		p.raw = p.later()
	}
	if p.body == nil && p.raw == nil {
		h["Content-Length"] = []string{"0"}
		rw.WriteHeader(p.Status)
		return
	}
	usual[1] = p.Type
	h["Content-Type"] = usual[1:2:2]
	buffer := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(buffer)
	buffer.Reset()
	body := p.raw
	if body == nil {
		body = p.body.append(buffer.AvailableBuffer(), f)
		buffer.Write(body) // keep the grown buffer for the next body
	}
	if zips {
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
	usual[2] = strconv.Itoa(len(body))
	h["Content-Length"] = usual[2:3:3]
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
