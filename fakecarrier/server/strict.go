package server

import (
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strings"

	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// mostBody is the largest body that the admin API reads, in bytes. Assumed: a session with a few
// hundred clients.
const mostBody = 64 << 10

// decode reads the JSON object in a body into a T with the defaults. An empty body means the
// defaults.
func decode[T any](r *http.Request, usual T) (T, error) {
	if _, err := parameters(r); err != nil {
		return usual, err
	}
	data, err := io.ReadAll(http.MaxBytesReader(nil, r.Body, mostBody))
	if _, large := errors.AsType[*http.MaxBytesError](err); large {
		return usual, refusal(http.StatusRequestEntityTooLarge, "found a body of more than %d "+
			"bytes; meant one JSON object", mostBody)
	}
	if err != nil || len(data) == 0 {
		return usual, err
	}
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil ||
		kind != "application/json" {
		return usual, refusal(http.StatusUnsupportedMediaType, "found a body of type %q; meant "+
			"application/json", r.Header.Get("Content-Type"))
	}
	d := json.NewDecoder(strings.NewReader(string(data)))
	d.DisallowUnknownFields()
	if err := d.Decode(&usual); err != nil {
		return usual, explainJSON(err, reflect.TypeFor[T]())
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return usual, invalid("found more after the JSON object; meant one object")
	}
	return usual, nil
}

// explainJSON turns an error of encoding/json into one that says what was meant.
func explainJSON(err error, t reflect.Type) error {
	if name, unknown := strings.CutPrefix(err.Error(), "json: unknown field "); unknown {
		known := append(keys(t, "json"), keys(reflect.TypeFor[Client](), "json")...)
		return invalid("found the unknown field %s; meant %s", name,
			meantOf(strings.Trim(name, `"`), known))
	}
	if wrong, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return invalid("found a %s in %q; meant a %s", wrong.Value, wrong.Field, wrong.Type)
	}
	return invalid("found no JSON object as meant: %v", err)
}

// query reads the parameters of a request that has no body. All must be known.
func query(r *http.Request, known ...string) (url.Values, error) {
	if r.Body != nil {
		if n, _ := io.ReadFull(r.Body, make([]byte, 1)); n > 0 {
			return nil, invalid("found a body of a %s; meant parameters alone", r.Method)
		}
	}
	return parameters(r, known...)
}

// repeatable is the one parameter that may come more than once.
const repeatable = "kind"

// parameters reads the parameters of a request. All must be known.
func parameters(r *http.Request, known ...string) (url.Values, error) {
	values, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return nil, invalid("found a query that cannot be read: %v", err)
	}
	var names []string
	for name := range values {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		if slices.Contains(known, name) {
			if n := len(values[name]); n > 1 && name != repeatable {
				return nil, invalid("found the parameter %q %d times; meant once", name, n)
			}
			continue
		}
		return nil, invalid("found the unknown parameter %q; meant %s", name, meantOf(name, known))
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
	for f := range t.Fields() {
		name, _, _ := strings.Cut(f.Tag.Get(tag), ",")
		switch {
		case f.Anonymous:
			all = append(all, keys(f.Type, tag)...)
		case name != "" && name != "-":
			all = append(all, name)
		}
	}
	return all
}
