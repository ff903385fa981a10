package server

import (
	"net/http"
	"strings"
)

// The two ways to name a session: a header, or a prefix of the path, /s/NAME/oauth/token.
const (
	sessionHeader = "X-Tokenstorm-Session"
	sessionPrefix = "/s/"
)

// sessionOf returns the session that a request names, and the path without that name.
func sessionOf(r *http.Request) (name, rest string, err error) {
	named := r.Header.Get(sessionHeader)
	name, rest = named, r.URL.Path
	if after, ok := strings.CutPrefix(rest, sessionPrefix); ok {
		name, rest, _ = strings.Cut(after, "/")
		rest = "/" + rest
		if named != "" && named != name {
			return "", "", invalid("found session %q in the path and %q in the header; meant one",
				name, named)
		}
	} else if name == "" {
		name = defaultSession
	}
	return name, rest, checkName(name)
}

// isAdmin reports whether the path belongs to the admin API.
func isAdmin(path string) bool {
	switch path {
	case "/", "/__admin", "/healthz", "/readyz", "/metrics":
		return true
	}
	return strings.HasPrefix(path, "/__admin/")
}
