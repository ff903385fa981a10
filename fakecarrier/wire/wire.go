// Package wire describes how a carrier speaks HTTP, as data: paths, credentials, answers, tokens.
// It does not import net/http, so that profiles can use it everywhere.
package wire

import (
	"regexp"
	"strings"
)

// A Wire describes how a carrier speaks HTTP. Texts of answers are templates: ${name} stands for a
// value, escaped for a JSON string. Package front has the list of names.
type Wire struct {
	Token     string   // path of the token endpoint: POST
	Refresh   string   // path where refresh tokens are exchanged; "" is Token's
	Authorize string   // path where a user's browser fetches a code: GET; "" is none
	Revoke    string   // path where a client ends a token: POST; "" is none
	OpenID    *OpenID  // nil: clients are told all its paths
	Grants    []string // the grant types of the token endpoint, as client_credentials
	Proof     Proof
	Names     Names

	// OfChild are the grant types that need the credentials of a child account too.
	OfChild []string

	Operations []Operation // of the API
	Requests   string      // JSON: the schemas of their bodies, as package published has them
	Services   []Service   // what it ships by, for prices
	Issued     string      // body of the answer that issues a token: 200, application/json
	Pair       string      // as Issued, where a refresh token comes with it
	Answers    map[Outcome]Answer
	JWT        JWT

	// A field of a request must be of the kind that Requests says, or else the Example. Unless Exact,
	// a scalar that reads as what is meant is taken: "10" for 10, 10 for "10", "true" for true.
	Exact bool

	// OneForMany: where a list is meant, what would be its one element is taken.
	OneForMany bool

	// ForbidsTokens: the token endpoint refuses a blocked client; if false, the API does.
	ForbidsTokens bool
}

// The grant types that need more than credentials (RFC 6749). All others are answered alike.
const (
	GrantRefresh = "refresh_token"
	GrantCode    = "authorization_code"
	GrantDevice  = "urn:ietf:params:oauth:grant-type:device_code" // RFC 8628
)

// Proof says where a client puts its id and secret.
type Proof uint8

// In a form; in HTTP Basic; in a form or a JSON object; in HTTP Basic or a form, as in RFC 6749; in
// a JSON object.
const (
	ProofInForm Proof = iota
	ProofInBasic
	ProofInFormOrJSON
	ProofInBasicOrForm
	ProofInJSON
)

// Names are the names of the members with a client's credentials. An empty one is that of RFC 6749.
type Names struct {
	ID     string // client_id
	Secret string // client_secret
}

// A JWT is the shape of a carrier's access tokens. The signature is only a checksum, which no key
// of the carrier made, unless Signed names the algorithm.
type JWT struct {
	Header    string // template
	Payload   string // template; of a Signed one, the jti is ${jti}
	Signature int    // bytes: 512 of RSA-4096, 256 of RSA-2048; at least 40

	// Signed is RS256 or ES256: the key of OpenID's Keys that has this algorithm signs, and the header
	// is that of RFC 9068. "": none does.
	Signed string
}

// MemberOf returns the name of the member of Issued that holds the value of that placeholder, as
// token or expires_in; "" if none does.
func (w *Wire) MemberOf(placeholder string) string {
	before, _, found := strings.Cut(w.Issued, "${"+placeholder+"}")
	words := strings.Split(before, `"`)
	if !found || len(words) < 3 {
		return ""
	}
	if strings.HasSuffix(before, `"`) { // the value is a string
		words = words[:len(words)-1]
	}
	return words[len(words)-2]
}

// Without is a body without the member whose value is that placeholder; "" is none.
func Without(body, placeholder string) string {
	if placeholder == "" {
		return body
	}
	member := regexp.MustCompile(`"\w+"\s*:\s*"?\$\{` + placeholder + `\}"?`)
	at := member.FindStringIndex(body)
	if at == nil {
		return body
	}
	before, after := body[:at[0]], body[at[1]:]
	if shorter := strings.TrimRight(before, ", \n"); shorter != before {
		return shorter + after
	}
	return before + strings.TrimLeft(after, ", \n")
}
