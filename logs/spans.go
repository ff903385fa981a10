package logs

import "strings"

// A span is what a trace says of a request: one side of it. Both sides of a request may be in one
// dump, and a request that a library makes within another of its own may be there as both.
type span struct {
	trace, id, parent string
	side              side
}

// A side is who noted a span.
type side int

const (
	unknownSide side = iota
	clientSide
	serverSide
	noSide // neither: what happened within a service, or a message
)

// sideOf reads the kind of a span: CLIENT as Zipkin has it, client as Jaeger, 3 or SPAN_KIND_CLIENT
// as OpenTelemetry.
func sideOf(kind []byte) side {
	switch strings.TrimPrefix(strings.ToUpper(string(kind)), "SPAN_KIND_") {
	case "", "0", "UNSPECIFIED":
		return unknownSide
	case "CLIENT", "3":
		return clientSide
	case "SERVER", "2":
		return serverSide
	}
	return noSide
}

// twins know the spans of the hits that were read last, so that a request is counted once. They
// know as many as wait in the window, and as many again.
type twins struct {
	known, before map[string]bool
}

// note takes note of a hit that is kept.
func (t *twins) note(h *Hit) {
	if h.span == nil || h.span.side != clientSide {
		return
	}
	if len(t.known) == 0 {
		t.known = map[string]bool{}
	}
	if len(t.known) >= 2*windowHits {
		t.known, t.before = map[string]bool{}, t.known
	}
	t.known[h.span.key(h.span.id)] = true
	t.known[h.span.within(h)] = true
}

func (t *twins) has(key string) bool { return t.known[key] || t.before[key] }

// again reports whether another hit is the same request. The client's side is kept, since that is
// what leaves, and of requests within one another that ask the same the innermost.
func (t *twins) again(h *Hit) bool {
	s := h.span
	if s == nil || len(t.known) == 0 {
		return false
	}
	switch s.side {
	case serverSide: // Zipkin's two sides may share an id
		return t.has(s.key(s.parent)) || t.has(s.key(s.id))
	case clientSide:
		inner := span{trace: s.trace, parent: s.id}
		return t.has(inner.within(h))
	}
	return false
}

// key is a span of the trace.
func (s *span) key(id string) string { return s.trace + " " + id }

// within is that a span asks what the hit asks, within its parent.
func (s *span) within(h *Hit) string {
	return strings.Join([]string{s.trace, s.parent, h.Method, h.Host, h.Path}, " ")
}
