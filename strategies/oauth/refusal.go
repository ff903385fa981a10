package oauth

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/tokenstorm/tokenstorm/strategies"
)

// A Refusal is an answer of a token endpoint other than success. It wraps the
// *strategies.StatusError that the parts look for.
type Refusal struct {
	Carrier string // such as "fedex", the name of the carrier's profile
	Status  int    // the HTTP status
	Code    string // the carrier's, such as NOT.AUTHORIZED.ERROR or 10401; empty if there is none
	Message string // the carrier's, or the title of a page; at most 200 characters
	// Reference is the number that an edge in front of the carrier gives its refusal, such as
	// 18.4d3d1302.1690460887.5c6a9f. The carrier's support will ask for it.
	Reference string
	// RetryAfter is how long to wait before the next request; 0 where the answer does not say.
	RetryAfter time.Duration

	invalidGrant bool // Code says that the refresh token is no good
}

// Refused returns a refusal with this code and message, each cut to one line of a log.
func Refused(carrier string, status int, code, message string) *Refusal {
	return &Refusal{Carrier: carrier, Status: status, Code: oneLine(code), Message: oneLine(message)}
}

func (r *Refusal) Error() string {
	text := fmt.Sprintf("oauth: %s answered %d", r.Carrier, r.Status)
	if r.Code != "" {
		text += ": " + r.Code
	}
	if r.Message != "" {
		text += ": " + r.Message
	}
	if r.Reference != "" {
		text += " (reference " + r.Reference + ")"
	}
	return text
}

// Unwrap returns the status, the code, and how long to wait, as a *strategies.StatusError. Its code
// is strategies.CodeInvalidGrant whatever the carrier's word for that is.
func (r *Refusal) Unwrap() error {
	code := r.Code
	if r.invalidGrant {
		code = strategies.CodeInvalidGrant
	}
	return &strategies.StatusError{Status: r.Status, Code: code, RetryAfter: r.RetryAfter}
}

// mostWords is how many characters of a code or a message are kept: assumed, a line of a log.
const mostWords = 200

var (
	pageTitle = regexp.MustCompile(`(?is)<title>(.*?)</title>`)
	// Akamai's deny page writes the number sign and the full stops as entities.
	pageReference = regexp.MustCompile(`Reference\s*(?:#|&#35;|&#32;)+([0-9a-fA-F.]+)`)
)

// refusal reads an answer that has no token.
func (c Client) refusal(status int, body []byte) *Refusal {
	var envelope map[string]any
	if json.Unmarshal(body, &envelope) == nil {
		code, message := wordsIn(envelope)
		r := Refused(c.Carrier, status, code, message)
		r.invalidGrant = c.InvalidGrant != "" && code == c.InvalidGrant
		return r
	}
	r := Refused(c.Carrier, status, "", "")
	page := strings.ReplaceAll(string(body), "&#46;", ".")
	if m := pageTitle.FindStringSubmatch(page); m != nil {
		r.Message = oneLine(m[1])
	}
	if m := pageReference.FindStringSubmatch(page); m != nil {
		r.Reference = oneLine(strings.Trim(m[1], "."))
	}
	return r
}

// The members that hold an error's code, its message and further errors, in the JSON of FedEx's
// CXS, of UPS, of RFC 6749, of USPS, whose error is an object, of RFC 9457, and of IBM's API
// Connect. The first member that is there counts.
var (
	codeNames    = []string{"code", "error", "errorCode", "httpCode"}
	messageNames = []string{"message", "error_description", "title", "detail", "httpMessage"}
	nestedNames  = []string{"errors", "response", "error"}
)

// wordsIn finds the first code and message in an error's JSON, the outermost first.
func wordsIn(value any) (code, message string) {
	switch v := value.(type) {
	case []any:
		if len(v) > 0 {
			return wordsIn(v[0])
		}
	case map[string]any:
		code, message = firstText(v, codeNames), firstText(v, messageNames)
		for _, name := range nestedNames {
			if code == "" && message == "" {
				code, message = wordsIn(v[name])
			}
		}
	}
	return code, message
}

// firstText returns the first of the members that is a text.
func firstText(object map[string]any, names []string) string {
	for _, name := range names {
		if text, ok := object[name].(string); ok && text != "" {
			return text
		}
	}
	return ""
}

// oneLine makes text fit for one line of a log.
func oneLine(text string) string {
	text = strings.Join(strings.FieldsFunc(text, func(r rune) bool { return r <= ' ' }), " ")
	if runes := []rune(text); len(runes) > mostWords {
		text = string(runes[:mostWords])
	}
	return text
}
