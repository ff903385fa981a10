package server

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
)

// A problem is an error of the admin API: problem+json (RFC 9457).
type problem struct {
	Type   string `json:"type"`
	Title  string `json:"title"`
	Status int    `json:"status"`
	Detail string `json:"detail"` // what was found, and what was meant
}

func (p *problem) Error() string { return p.Detail }

// refusal returns the problem with that status.
func refusal(status int, format string, args ...any) error {
	return &problem{"about:blank", http.StatusText(status), status, fmt.Sprintf(format, args...)}
}

func invalid(format string, args ...any) error {
	return refusal(http.StatusBadRequest, format, args...)
}

func missing(format string, args ...any) error {
	return refusal(http.StatusNotFound, format, args...)
}

func conflict(format string, args ...any) error {
	return refusal(http.StatusConflict, format, args...)
}

// writeProblem answers with an error. An error that is not a problem gets the status 400.
func writeProblem(rw http.ResponseWriter, err error) {
	p, ok := errors.AsType[*problem](err)
	if !ok {
		p = &problem{"about:blank", "Bad Request", http.StatusBadRequest, err.Error()}
	}
	rw.Header().Set("Content-Type", "application/problem+json")
	writeBody(rw, p.Status, p)
}

// An object is an answer whose members are named where it is made.
type object map[string]any

// writeBody writes a value as JSON.
func writeBody(rw http.ResponseWriter, status int, value any) {
	h := rw.Header()
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	rw.WriteHeader(status)
	e := json.NewEncoder(rw)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	_ = e.Encode(value) // the caller may have left
}
