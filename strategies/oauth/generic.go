package oauth

import "time"

// Generic returns the client of a token endpoint by the letter of RFC 6749: the grant for client
// credentials (4.4), with the credentials, encoded as in a form, in a Basic header (2.3.1). A scope
// is one of the Members.
func Generic(clock Clock, url string, c Credentials) Client {
	return Client{
		Carrier: "generic", URL: url, Credentials: c, Clock: clock, Proof: InEncodedBasic,
		Life: time.Hour, // assumed
	}
}
