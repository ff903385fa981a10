package front

import (
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// templateData is what the templates of one answer may use.
type templateData struct {
	now         time.Time
	date        string // now, as the Date header has it
	transaction uint64 // number of the answer
	seed        uint64
	customer    string // the caller's own transaction id
	path        string
	code        string // of the error
	client      string
	grant       string // the grant type of the token
	subject     string // whom it is about
	issuer      string
	scope       string
	jti         string
	idToken     string
	token       string
	refresh     string
	expiresIn   time.Duration
	refreshLife time.Duration
	renewals    uint32    // of the refresh token
	expiry      time.Time // of the token
	serial      fakecarrier.TokenID
	retryAfter  int64  // seconds
	field       string // that the request lacks, or that is of the wrong kind
	pointer     string // to a field of the wrong kind
	found       string // its kind, as JSON schemas call it
	meant       string // the kind that it should be of
	nearest     string // METHOD PATH that is served, most like the one that is not
	thing       string // number of what is unknown, or was cancelled
}

// placeholders are the values of ${name} in templates, by name.
var placeholders = map[string]placeholder{
	"api":           appendAPI,
	"client":        func(b []byte, f *templateData) []byte { return quoted(b, f.client) },
	"code":          func(b []byte, f *templateData) []byte { return quoted(b, f.code) },
	"compact_date":  dated("20060102"),
	"customer":      appendCustomer,
	"date":          dated("2006-01-02"),
	"expires_in":    func(b []byte, f *templateData) []byte { return whole(b, f.expiresIn) },
	"field":         func(b []byte, f *templateData) []byte { return quoted(b, f.field) },
	"found":         func(b []byte, f *templateData) []byte { return quoted(b, f.found) },
	"grant":         func(b []byte, f *templateData) []byte { return quoted(b, f.grant) },
	"expiry":        func(b []byte, f *templateData) []byte { return number(b, f.expiry.Unix()) },
	"id":            appendID,
	"id_token":      appendIDToken,
	"issuer":        func(b []byte, f *templateData) []byte { return quoted(b, f.issuer) },
	"jti":           func(b []byte, f *templateData) []byte { return append(b, f.jti...) },
	"scope":         appendScope,
	"subject":       func(b []byte, f *templateData) []byte { return quoted(b, f.subject) },
	"issued":        func(b []byte, f *templateData) []byte { return number(b, f.now.Unix()) },
	"issued_est":    appendEST,
	"issued_ms":     func(b []byte, f *templateData) []byte { return number(b, f.now.UnixMilli()) },
	"meant":         func(b []byte, f *templateData) []byte { return quoted(b, f.meant) },
	"nearest":       func(b []byte, f *templateData) []byte { return quoted(b, f.nearest) },
	"path":          func(b []byte, f *templateData) []byte { return quoted(b, f.path) },
	"pointer":       func(b []byte, f *templateData) []byte { return quoted(b, f.pointer) },
	"reference":     appendReference,
	"refresh":       func(b []byte, f *templateData) []byte { return append(b, f.refresh...) },
	"refresh_count": func(b []byte, f *templateData) []byte { return number(b, int64(f.renewals)) },
	"refresh_life":  func(b []byte, f *templateData) []byte { return whole(b, f.refreshLife) },
	"serial":        appendSerial,
	"thing":         func(b []byte, f *templateData) []byte { return quoted(b, f.thing) },
	"token":         func(b []byte, f *templateData) []byte { return append(b, f.token...) },
}

// A placeholder writes its value.
type placeholder func([]byte, *templateData) []byte

// A template is a text with values between its parts.
type template struct {
	texts  []string // one more than values
	values []placeholder
}

// parseTemplate reads a text with placeholders.
func parseTemplate(text string) (t template, err error) {
	for {
		before, after, more := strings.Cut(text, "${")
		t.texts = append(t.texts, before)
		if !more {
			return t, nil
		}
		name, rest, closed := strings.Cut(after, "}")
		value, ok := placeholders[name]
		if !closed || !ok {
			known := slices.Sorted(maps.Keys(placeholders))
			return template{}, fmt.Errorf("unknown placeholder %q; %s", name, unit.Suggestion(name, known))
		}
		t.values = append(t.values, value)
		text = rest
	}
}

// append appends the text with its values.
func (t *template) append(b []byte, f *templateData) []byte {
	for i, value := range t.values {
		b = value(append(b, t.texts[i]...), f)
	}
	return append(b, t.texts[len(t.values)]...)
}

// whole appends a duration in whole seconds.
func whole(b []byte, d time.Duration) []byte { return number(b, int64(d/time.Second)) }

func number(b []byte, n int64) []byte { return strconv.AppendInt(b, n, 10) }

// quoted appends a text as it must be written inside a JSON string; it is safe in HTML too.
func quoted(b []byte, text string) []byte {
	for i := range len(text) {
		if c := text[i]; c < ' ' || c > '~' || strings.IndexByte(`"\<>&'`, c) >= 0 {
			whole, err := json.Marshal(strings.ToValidUTF8(text, "\uFFFD"))
			if err != nil { // a string always is one
				panic("fakecarrier: " + err.Error())
			}
			return append(b, whole[1:len(whole)-1]...)
		}
	}
	return append(b, text...)
}

// appendCustomer appends the member that echoes the caller's own transaction id, if it sent one.
func appendCustomer(b []byte, f *templateData) []byte {
	if f.customer == "" {
		return b
	}
	b = append(b, `"customerTransactionId":"`...)
	return append(quoted(b, f.customer), `",`...)
}

// appendScope appends the member with the scope, if the client asked for one.
func appendScope(b []byte, f *templateData) []byte {
	if f.scope == "" {
		return b
	}
	return append(quoted(append(b, `,"scope":"`...), f.scope), '"')
}

// appendIDToken appends the member with the id_token, if there is one.
func appendIDToken(b []byte, f *templateData) []byte {
	if f.idToken == "" {
		return b
	}
	return append(append(append(b, `,"id_token":"`...), f.idToken...), '"')
}

// appendAPI appends the first two segments of the path, as /addresses/v3/.
func appendAPI(b []byte, f *templateData) []byte {
	segments := strings.SplitN(strings.TrimPrefix(f.path, "/"), "/", 3)
	for _, s := range segments[:min(len(segments), 2)] {
		b = quoted(append(b, '/'), s)
	}
	return append(b, '/')
}

// appendEST appends the time as FedEx's tokens have it: in EST, also in summer.
func appendEST(b []byte, f *templateData) []byte {
	return f.now.Add(-5*time.Hour).AppendFormat(b, "02-Jan-2006 15:04:05 EST")
}

// appendReference appends the reference number of an edge's page, as 18.2f5a1602.1712345678.1a.
func appendReference(b []byte, f *templateData) []byte {
	b = strconv.AppendUint(append(b, "18."...), mix(f.seed)&0xffffffff, 16)
	b = strconv.AppendInt(append(b, '.'), f.now.Unix(), 10)
	return strconv.AppendUint(append(b, '.'), f.transaction, 16)
}

// dated returns the placeholder of the time in a layout of package time.
func dated(layout string) placeholder {
	return func(b []byte, f *templateData) []byte { return f.now.AppendFormat(b, layout) }
}

// appendID appends the id of an answer.
func appendID(b []byte, f *templateData) []byte { return appendUUID(b, f.seed, f.transaction) }

// idOf is the id of an answer.
func idOf(f *templateData) string {
	var room [36]byte
	return string(appendID(room[:0], f))
}

// appendSerial appends the id of a token.
func appendSerial(b []byte, f *templateData) []byte {
	return appendUUID(b, ^f.seed, uint64(f.serial))
}

// appendUUID appends the n-th UUID of a sequence, in the form of version 4.
func appendUUID(b []byte, seed, n uint64) []byte {
	high := mix(seed ^ mix(n))
	low := mix(high ^ n)
	var id [16]byte
	binary.BigEndian.PutUint64(id[:8], high&^0xf000|0x4000)
	binary.BigEndian.PutUint64(id[8:], low&^(3<<62)|2<<62)
	for i, part := range [...][]byte{id[:4], id[4:6], id[6:8], id[8:10], id[10:]} {
		if i > 0 {
			b = append(b, '-')
		}
		b = hex.AppendEncode(b, part)
	}
	return b
}

// mix is the finalizer of SplitMix64: it turns similar numbers into different ones.
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}
