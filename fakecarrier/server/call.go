package server

import (
	"bytes"
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
	"time"

	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// A call is one request to the admin API.
type call struct {
	*http.Request

	server *Server
	on     *session // nil for a probe
}

// mostBody is the largest body that the admin API reads, in bytes. Assumed: a session with a few
// hundred clients.
const mostBody = 64 << 10

// body reads the JSON object in the body of a POST, which has no parameters. An empty body is an
// empty object.
func (c *call) body(into any) error {
	if err := c.parameters(new(none)); err != nil {
		return err
	}
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
	if err := checkKeys(data, reflect.TypeOf(into).Elem()); err != nil {
		return err
	}
	d := json.NewDecoder(bytes.NewReader(data))
	if err := d.Decode(into); err != nil {
		return explainJSON(err, data)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return invalid("%sfound more after the JSON object; meant one object",
			placeIn(data, d.InputOffset()))
	}
	return nil
}

// parameters reads the parameters of a request: all must be known, and only those of a list may be
// there twice. One without a value is as good as none. A request other than a POST has no body.
func (c *call) parameters(into any) error {
	if c.Method != http.MethodPost && c.Body != nil {
		if n, _ := io.ReadFull(c.Body, make([]byte, 1)); n > 0 {
			return invalid("found a body of a %s; meant parameters alone", c.Method)
		}
	}
	values, err := url.ParseQuery(c.URL.RawQuery)
	if err != nil {
		return invalid("found a query that cannot be read: %v", err)
	}
	to := reflect.ValueOf(into).Elem()
	fields := fieldsOf(to.Type(), "json")
	for _, name := range slices.Sorted(maps.Keys(values)) {
		field, known := fields[name]
		if !known {
			return invalid("found the unknown parameter %q; meant %s", name,
				meantOf(name, keys(to.Type(), "json")))
		}
		if n := len(values[name]); n > 1 && field.Type.Kind() != reflect.Slice {
			return invalid("found the parameter %q %d times; meant once", name, n)
		}
		for _, text := range values[name] {
			if text == "" {
				continue
			}
			if err := set(to.FieldByIndex(field.Index), text); err != nil {
				return invalid("%s: %v", name, err)
			}
		}
	}
	return nil
}

// meantOf says which of the known names was probably meant.
func meantOf(name string, known []string) string {
	if len(known) == 0 {
		return "none"
	}
	return unit.Meant(name, known)
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
