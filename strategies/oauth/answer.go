package oauth

import (
	"bufio"
	"bytes"
	"cmp"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

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
	return &Refusal{Carrier: carrier, Status: status, Code: said(code), Message: said(message)}
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

// The most of an answer that is read, unpacked, in bytes: golang.org/x/oauth2's limit (89ff2e1).
const mostAnswer = 1 << 20

// mostSaid is how much of a carrier's words is kept, in characters: assumed, a line of a log.
const mostSaid = 200

// read returns the token in an answer that arrived at now.
func (x exchange) read(response *http.Response, now time.Time) (strategies.Token, error) {
	body, err := unpacked(response.Body)
	status := response.StatusCode
	if status != http.StatusOK {
		return strategies.Token{}, x.refusal(status, body) // even if the body broke off
	}
	if err != nil {
		return strategies.Token{}, fmt.Errorf("oauth: %s: answer: %w", x.carrier, err)
	}
	var granted struct {
		Token string          `json:"access_token"`
		Life  json.RawMessage `json:"expires_in"`
	}
	if err := json.Unmarshal(body, &granted); err != nil {
		return strategies.Token{}, fmt.Errorf("oauth: %s answered 200 with %s (%d bytes), "+
			"JSON with an access_token was meant", x.carrier, contentType(response), len(body))
	}
	if granted.Token == "" {
		return strategies.Token{}, fmt.Errorf("oauth: %s answered 200 without an access_token",
			x.carrier)
	}
	life, err := x.lifetime(granted.Life)
	if err != nil {
		return strategies.Token{}, err
	}
	return strategies.Token{Value: granted.Token, Expires: now.Add(life)}, nil
}

func contentType(response *http.Response) string {
	if t, _, _ := strings.Cut(response.Header.Get("Content-Type"), ";"); t != "" {
		return said(t)
	}
	return "an unnamed content"
}

// lifetime reads expires_in: seconds, as a number (FedEx) or a string (UPS).
func (x exchange) lifetime(text json.RawMessage) (time.Duration, error) {
	digits := strings.Trim(string(text), `"`)
	if digits == "" || digits == "null" {
		return x.life, nil
	}
	seconds, err := strconv.ParseFloat(digits, 64)
	if err != nil || !(seconds > 0) || seconds > math.MaxInt32 {
		return 0, fmt.Errorf("oauth: %s: expires_in %s, a number of seconds was meant", x.carrier,
			said(string(text)))
	}
	return time.Duration(seconds * float64(time.Second)), nil
}

// unpacked reads a body up to mostAnswer. FedEx is reported to send gzip unasked, and to clients
// that do not unpack its errors (karrio; php-curl-class #740), so what begins like gzip is
// unpacked whatever the headers say.
func unpacked(body io.Reader) ([]byte, error) {
	buffered := bufio.NewReader(body)
	body = buffered
	if magic, _ := buffered.Peek(2); bytes.Equal(magic, []byte{0x1f, 0x8b}) {
		packed, err := gzip.NewReader(buffered)
		if err != nil {
			return nil, err
		}
		body = packed
	}
	read, err := io.ReadAll(io.LimitReader(body, mostAnswer+1))
	if err == nil && len(read) > mostAnswer {
		err = errors.New("longer than 1 MiB")
	}
	return read, err
}

// The envelopes in which the carriers put their errors: FedEx's CXS, UPS's, RFC 6749's, USPS's,
// whose error is an object, and RFC 9457's, which DHL eCommerce is assumed to have.
type complaint struct {
	Errors   []complaintEntry `json:"errors"`
	Response struct {
		Errors []complaintEntry `json:"errors"`
	} `json:"response"`
	Error   complaintError `json:"error"`
	Message string         `json:"error_description"`
	Title   string         `json:"title"`
}

type complaintEntry struct {
	Code    string `json:"code"`
	Message string `json:"message"`
}

// A complaintError is a code, or an object with one.
type complaintError complaintEntry

// UnmarshalJSON reads either.
func (c *complaintError) UnmarshalJSON(text []byte) error {
	if json.Unmarshal(text, &c.Code) == nil {
		return nil
	}
	return json.Unmarshal(text, (*complaintEntry)(c))
}

var (
	pageTitle = regexp.MustCompile(`(?is)<title>(.*?)</title>`)
	// Akamai's deny page writes the number sign and the full stops as entities.
	pageReference = regexp.MustCompile(`Reference\s*(?:#|&#35;|&#32;)+([0-9a-fA-F.]+)`)
)

func (x exchange) refusal(status int, body []byte) *Refusal {
	r := Refused(x.carrier, status, "", "")
	var c complaint
	if json.Unmarshal(body, &c) != nil {
		page := strings.ReplaceAll(string(body), "&#46;", ".")
		if m := pageTitle.FindStringSubmatch(page); m != nil {
			r.Message = said(m[1])
		}
		if m := pageReference.FindStringSubmatch(page); m != nil {
			r.Reference = said(strings.Trim(m[1], "."))
		}
		return r
	}
	first := complaintEntry{c.Error.Code, cmp.Or(c.Message, c.Error.Message, c.Title)}
	if entries := slices.Concat(c.Errors, c.Response.Errors); len(entries) > 0 {
		first = entries[0]
	}
	r.Code, r.Message = said(first.Code), said(first.Message)
	return r
}

// said makes a carrier's words fit for one line of a log.
func said(text string) string {
	text = strings.Join(strings.FieldsFunc(text, func(r rune) bool { return r <= ' ' }), " ")
	if runes := []rune(text); len(runes) > mostSaid {
		text = string(runes[:mostSaid])
	}
	return text
}
