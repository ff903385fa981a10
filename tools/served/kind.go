package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// A kind is a kind of requests.
type kind struct {
	name    string
	path    string // of the API; "": tokens are asked for
	body    string
	gzip    bool
	watched bool // a live page is open
}

const quote = `{"accountNumber":{"value":"510087020"},"requestedShipment":{` +
	`"shipper":{"address":{"postalCode":"38118","countryCode":"US"}},` +
	`"recipient":{"address":{"postalCode":"10001","countryCode":"US"}},` +
	`"pickupType":"DROPOFF_AT_FEDEX_LOCATION","rateRequestType":["LIST"],` +
	`"requestedPackageLineItems":[{"weight":{"units":"LB","value":10}}]}}`

const track = `{"includeDetailedScans":false,"trackingInfo":[{"trackingNumberInfo":{` +
	`"trackingNumber":"794600000000"}}]}`

var cases = []kind{
	{name: "tokens"},
	{name: "tokens, gzip", gzip: true},
	{name: "tokens, a live page open", watched: true},
	{name: "a rate quote", path: "/rate/v1/rates/quotes", body: quote},
	{name: "a tracking", path: "/track/v1/trackingnumbers", body: track},
	{
		name: "a rate quote, a live page open", path: "/rate/v1/rates/quotes", body: quote,
		watched: true,
	},
}

const credentials = "grant_type=client_credentials&client_id=shop&client_secret=secret"

// An asking is a request, as wrk sends it over and over.
type asking struct {
	path, body string
	headers    map[string]string
}

// ready asks once, and returns what is to be asked, and what was answered.
func (c *kind) ready(url string) (a asking, answer []byte, err error) {
	a = asking{"/oauth/token", credentials, map[string]string{
		"Content-Type": "application/x-www-form-urlencoded",
	}}
	if answer, err = a.once(url); err != nil {
		return a, nil, err
	}
	if c.path != "" {
		var issued struct {
			Token string `json:"access_token"`
		}
		if err := json.Unmarshal(answer, &issued); err != nil {
			return a, nil, err
		}
		a = asking{c.path, c.body, map[string]string{
			"Content-Type": "application/json", "Authorization": "Bearer " + issued.Token,
		}}
		if answer, err = a.once(url); err != nil {
			return a, nil, err
		}
	}
	if c.gzip {
		a.headers["Accept-Encoding"] = "gzip"
	}
	return a, answer, nil
}

func (a *asking) once(url string) ([]byte, error) {
	r, err := http.NewRequest(http.MethodPost, url+a.path, strings.NewReader(a.body))
	if err != nil {
		return nil, err
	}
	for name, value := range a.headers {
		r.Header.Set(name, value)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return nil, err
	}
	text, err := io.ReadAll(answer.Body)
	if answer.StatusCode != http.StatusOK {
		err = errors.Join(err, fmt.Errorf("%s: %s: %s", a.path, answer.Status, text))
	}
	return text, errors.Join(err, answer.Body.Close())
}
