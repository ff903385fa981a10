package oauth

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"

	"github.com/tokenstorm/tokenstorm/strategies"
)

// A Refusal is an answer of a token endpoint other than success, with what the carrier says of
// it. It wraps the *strategies.StatusError that the parts go by.
type Refusal struct {
	Carrier string // as "fedex": what the fake carrier calls it
	Status  int    // the HTTP status
	Code    string // the carrier's own, like NOT.AUTHORIZED.ERROR or 10401; empty if there is none
	Message string // the carrier's own words, or the title of a page; at most 200 characters
	// Reference is what an edge in front of the carrier names its refusal by, like
	// 18.4d3d1302.1690460887.5c6a9f: what the carrier's support will ask for.
	Reference string
}

// Refused returns the refusal that has these words of a carrier, made fit for one line of a log.
func Refused(carrier string, status int, code, message string) *Refusal {
	return &Refusal{Carrier: carrier, Status: status, Code: oneLine(code), Message: oneLine(message)}
}

func (r *Refusal) Error() string {
	text := []string{fmt.Sprintf("oauth: %s answered %d", r.Carrier, r.Status)}
	for _, said := range []string{r.Code, r.Message} {
		if said != "" {
			text = append(text, said)
		}
	}
	reference := ""
	if r.Reference != "" {
		reference = " (reference " + r.Reference + ")"
	}
	return strings.Join(text, ": ") + reference
}

// Unwrap returns the status as the strategies know it.
func (r *Refusal) Unwrap() error { return &strategies.StatusError{Status: r.Status} }

// mostSaid is how much of a carrier's words is kept, in characters: assumed, a line of a log.
const mostWords = 200

var (
	pageTitle = regexp.MustCompile(`(?is)<title>(.*?)</title>`)
	// Akamai's deny page writes the number sign and the full stops as entities.
	pageReference = regexp.MustCompile(`Reference\s*(?:#|&#35;|&#32;)+([0-9a-fA-F.]+)`)
)

// refusal reads what a carrier says of a status other than 200.
func (c Client) refusal(status int, body []byte) *Refusal {
	var envelope map[string]any
	if json.Unmarshal(body, &envelope) == nil {
		code, message := wordsIn(envelope)
		return Refused(c.Carrier, status, code, message)
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

// The members of errors that hold their code, their message and further errors: those of FedEx's
// CXS, of UPS, of RFC 6749, of USPS, whose error is an object, of RFC 9457, and of IBM's API
// Connect. The first that is there counts.
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

// said makes a carrier's words fit for one line of a log.
func oneLine(text string) string {
	text = strings.Join(strings.FieldsFunc(text, func(r rune) bool { return r <= ' ' }), " ")
	if runes := []rune(text); len(runes) > mostWords {
		text = string(runes[:mostWords])
	}
	return text
}
