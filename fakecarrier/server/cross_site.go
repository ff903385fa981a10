package server

import "net/http"

// crossSite knows a request that a page of another site had a browser send.
var crossSite = http.NewCrossOriginProtection()

// fromElsewhere returns an error for a request that a page of another site had a browser send: no
// page that somebody happens to look at may use up the carrier's limits. A user who is sent to sign
// in comes from another site, and is let in. A GET is looked at like a POST, for it counts as well.
func (s *Server) fromElsewhere(on *session, r *http.Request, path string) error {
	if r.Header.Get("Sec-Fetch-Site") == "" && r.Header.Get("Origin") == "" {
		return nil // no browser
	}
	if on.world.SignsIn(r.Method, path) {
		return nil
	}
	like := *r
	like.Method = http.MethodPost // what is safe elsewhere counts here
	if crossSite.Check(&like) == nil {
		return nil
	}
	return refusal(http.StatusForbidden, "found a request that a page of another site had a browser "+
		"send; meant one of an application: it counts nowhere")
}
