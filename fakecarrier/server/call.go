package server

import (
	"encoding/json"
	"errors"
	"io"
	"maps"
	"mime"
	"net/http"
	"net/netip"
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// A call is one request to the admin API.
type call struct {
	*http.Request

	server *Server
	on     *session   // nil for a probe
	values url.Values // the parameters
	wrong  error      // the first parameter that could not be read
}

// mostBody is the largest body that the admin API reads, in bytes. Assumed: a session with a few
// hundred clients.
const mostBody = 64 << 10

// taking returns an operation that reads a T from the body.
func taking[T any](act func(c *call, in T) (any, error)) func(*call) (any, error) {
	return func(c *call) (any, error) {
		var in T
		if err := c.decode(&in); err != nil {
			return nil, err
		}
		return act(c, in)
	}
}

// decode reads the JSON object in a body over the defaults. An empty body leaves the defaults.
func (c *call) decode(into any) error {
	data, err := io.ReadAll(http.MaxBytesReader(nil, c.Body, mostBody))
	if _, large := errors.AsType[*http.MaxBytesError](err); large {
		return refusal(http.StatusRequestEntityTooLarge, "found a body of more than %d bytes; meant "+
			"one JSON object", mostBody)
	}
	if err != nil || len(data) == 0 {
		return err
	}
	kind := c.Header.Get("Content-Type")
	if media, _, err := mime.ParseMediaType(kind); err != nil || media != "application/json" {
		return refusal(http.StatusUnsupportedMediaType, "found a body of type %q; meant "+
			"application/json", kind)
	}
	d := json.NewDecoder(strings.NewReader(string(data)))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return explainJSON(err, reflect.TypeOf(into).Elem())
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return invalid("found more after the JSON object; meant one object")
	}
	return nil
}

// explainJSON turns an error of encoding/json into one that reports what was meant.
func explainJSON(err error, t reflect.Type) error {
	if name, unknown := strings.CutPrefix(err.Error(), "json: unknown field "); unknown {
		known := append(keys(t, "json"), keys(reflect.TypeFor[Client](), "json")...)
		return invalid("found the unknown field %s; meant %s", name,
			meantOf(strings.Trim(name, `"`), known))
	}
	if wrong, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return invalid("found a %s in %q; meant a %s", wrong.Value,
			strings.TrimPrefix(wrong.Field, "Opening."), wrong.Type)
	}
	return invalid("found a body that cannot be read (%v); meant a JSON object", err)
}

// parameters reads the parameters of a request: all must be known, and only "kind" may be there
// twice. A request other than a POST has no body.
func parameters(r *http.Request, known []string) (url.Values, error) {
	if r.Method != http.MethodPost && r.Body != nil {
		if n, _ := io.ReadFull(r.Body, make([]byte, 1)); n > 0 {
			return nil, invalid("found a body of a %s; meant parameters alone", r.Method)
		}
	}
	values, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return nil, invalid("found a query that cannot be read: %v", err)
	}
	for _, name := range slices.Sorted(maps.Keys(values)) {
		if !slices.Contains(known, name) {
			return nil, invalid("found the unknown parameter %q; meant %s", name, meantOf(name, known))
		}
		if n := len(values[name]); n > 1 && name != "kind" {
			return nil, invalid("found the parameter %q %d times; meant once", name, n)
		}
	}
	return values, nil
}

// meantOf says which of the known names was probably meant.
func meantOf(name string, known []string) string {
	if len(known) == 0 {
		return "none"
	}
	return unit.Meant(name, known)
}

// keys returns the names in a struct's tags, those of embedded structs included.
func keys(t reflect.Type, tag string) (all []string) {
	for _, f := range reflect.VisibleFields(t) {
		name, _, _ := strings.Cut(f.Tag.Get(tag), ",")
		if name != "" && name != "-" {
			all = append(all, name)
		}
	}
	return all
}

// read reads a parameter, and notes if that fails. One that is left out is the zero value.
func read[T any](c *call, name, meant string, parse func(string) (T, error)) (value T) {
	text := c.values.Get(name)
	if text == "" {
		return value
	}
	value, err := parse(text)
	if err != nil && c.wrong == nil {
		c.wrong = invalid("found %s %q; meant %s", name, text, meant)
	}
	return value
}

// usualLimit is the default limit of a list (assumed).
const usualLimit = 100

// limit reads the limit of a list; 0 means all.
func (c *call) limit() int {
	if c.values.Get("limit") == "" {
		return usualLimit
	}
	return int(read(c, "limit", "a number, 0 for all", func(text string) (uint64, error) {
		return strconv.ParseUint(text, 10, 31)
	}))
}

// lengthOf reads a length of time above zero; "" means none.
func lengthOf(name, text string) (time.Duration, error) {
	if text == "" {
		return 0, nil
	}
	d, err := time.ParseDuration(text)
	if err != nil || d <= 0 {
		return 0, invalid("found %s %q; meant a length of time above zero, as 200ms", name, text)
	}
	return d, nil
}

// addressOf reads an IP address.
func addressOf(text string) (netip.Addr, error) {
	ip, err := netip.ParseAddr(text)
	if err != nil {
		return ip, invalid("found ip %q; meant an address, as 203.0.113.7", text)
	}
	return ip, nil
}
