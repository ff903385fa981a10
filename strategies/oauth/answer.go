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
	"strconv"
	"strings"
	"time"

	"github.com/tokenstorm/tokenstorm/strategies"
)

// mostAnswer is how many bytes of an answer are read, unpacked: golang.org/x/oauth2's limit
// (89ff2e1).
const mostAnswer = 1 << 20

// read returns the token in an answer that arrived at now.
func (c Client) read(response *http.Response, now time.Time) (strategies.Token, error) {
	body, err := unpacked(response.Body)
	status := response.StatusCode
	if status != http.StatusOK {
		r := c.refusal(status, body) // even if the body broke off
		r.RetryAfter = retryAfter(response.Header, now)
		return strategies.Token{}, r
	}
	if err != nil {
		return strategies.Token{}, fmt.Errorf("oauth: %s: answer: %w", c.Carrier, err)
	}
	name := cmp.Or(c.Names.Token, "access_token")
	var members map[string]json.RawMessage
	var token, refresh string
	if json.Unmarshal(body, &members) != nil ||
		members[name] != nil && json.Unmarshal(members[name], &token) != nil {
		return strategies.Token{}, fmt.Errorf("oauth: %s answered 200 with %s (%d bytes), "+
			"JSON with the member %s was meant", c.Carrier, contentType(response), len(body), name)
	}
	if r := c.refusal(status, body); token == "" && r.Code != "" {
		return strategies.Token{}, r // GitHub and Slack say so what others say by a status
	}
	if token == "" {
		return strategies.Token{}, fmt.Errorf("oauth: %s answered 200 without the member %s",
			c.Carrier, name)
	}
	_ = json.Unmarshal(members[cmp.Or(c.Names.Refresh, "refresh_token")], &refresh)
	life, err := c.lifetime(members)
	if err != nil && refresh == "" { // one that came must not be lost: it may be the last that is good
		return strategies.Token{}, err
	}
	t := strategies.Token{Value: token, Refresh: refresh, Ends: endOf(members, token, life)}
	if life > 0 {
		t.Expires = now.Add(life)
	}
	return t, nil
}

func contentType(response *http.Response) string {
	if t, _, _ := strings.Cut(response.Header.Get("Content-Type"), ";"); t != "" {
		return oneLine(t)
	}
	return "an unnamed content"
}

// lifetime reads how many seconds the token lives: a number (FedEx) or a string (UPS). It returns 0
// if neither the answer nor the client says.
func (c Client) lifetime(members map[string]json.RawMessage) (time.Duration, error) {
	name := cmp.Or(c.Names.Life, "expires_in")
	text := string(members[name])
	digits := strings.Trim(text, `"`)
	if digits == "" || digits == "null" {
		return max(0, c.Life), nil
	}
	seconds, err := strconv.ParseFloat(digits, 64)
	if err != nil || !(seconds > 0) || seconds > math.MaxInt32 {
		return 0, fmt.Errorf("oauth: %s: %s %s, a number of seconds was meant", c.Carrier, name,
			oneLine(text))
	}
	return time.Duration(seconds * float64(time.Second)), nil
}

// unpacked reads a body up to mostAnswer. It unpacks what begins like gzip, whatever the headers
// are: FedEx is reported to send gzip to clients that did not ask for it (karrio; php-curl-class
// #740).
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
