package stubs

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/fakecarrier/reply"
)

// call is a request as somebody types it: METHOD PATH?QUERY, then a body.
func call(path, query, kind, body string) *reply.Call {
	c := &reply.Call{Path: path, Header: map[string][]string{"X-Locale": {"en_US"}}}
	if name, value, ok := strings.Cut(query, "="); ok {
		c.Query = map[string][]string{name: {value}}
	}
	c.ReadAny(kind, []byte(body))
	return c
}

const (
	jsonType = "application/json"
	formType = "application/x-www-form-urlencoded"
)

// Of the stubs that are for a request, the first answers.
func TestFind(t *testing.T) {
	list, err := Parse("stubs.yaml", []byte(`
stubs:
  - {name: value, path: /rate, where: {/account/value: "510087020"}, answer: {status: 401}}
  - {name: number, path: /rate, where: {/pieces/*/weight: 7.5}, answer: {}}
  - {name: one of, path: /rate, where: {/country: [US, CA]}, answer: {}}
  - {name: whole, path: /rate, where: {/address: {equals: {city: Rome, zip: [1, "2"]}}}, answer: {}}
  - {name: contains, path: /rate, where: {/note: {contains: fragile}}, answer: {}}
  - {name: matches, path: /rate, where: {/note: {matches: "^\\d{3}$"}}, answer: {}}
  - {name: absent, method: POST, path: /ship, where: {/account: {absent: true}}, answer: {}}
  - {name: there, path: /ship, where: {/account: {absent: false}, query.trace: "on"}, answer: {}}
  - {name: header, path: /ship, where: {header.x-locale: en_US, /a: {absent: false}}, answer: {}}
  - {name: segment, path: "/track/{n}", where: {path.n: {matches: ^79}}, answer: {}}
  - {name: form, method: POST, path: /form, where: {/grant: x}, answer: {}}
  - {name: text, method: POST, path: /soap, where: {/: {contains: <Ship>}}, answer: {}}
  - {name: any path, method: PATCH, answer: {}}
`))
	require.NoError(t, err)
	for _, c := range []struct {
		method, path, query, kind, body, want string
	}{
		{"POST", "/rate", "", jsonType, `{"account":{"value":"510087020"}}`, "value"},
		{"POST", "/rate", "", jsonType, `{"account":{"value":510087020}}`, "value"},
		{"POST", "/rate", "", jsonType, `{"account":{"value":"51008702"}}`, ""},
		{"POST", "/rate/", "", jsonType, `{"pieces":[{"weight":1},{"weight":7.5}]}`, "number"},
		{"POST", "/rate", "", jsonType, `{"pieces":[{"weight":1},{"weight":"7.50"}]}`, ""},
		{"POST", "/rate", "", jsonType, `{"country":"CA"}`, "one of"},
		{"POST", "/rate", "", jsonType, `{"country":"CAN"}`, ""},
		{"POST", "/rate", "", jsonType, `{"address":{"zip":[1,2],"city":"Rome"}}`, "whole"},
		{"POST", "/rate", "", jsonType, `{"address":{"zip":[1,2],"city":"Rome","x":1}}`, ""},
		{"POST", "/rate", "", jsonType, `{"address":{"zip":[1],"city":"Rome"}}`, ""},
		{"POST", "/rate", "", jsonType, `{"address":"Rome"}`, ""},
		{"POST", "/rate", "", jsonType, `{"note":"very fragile"}`, "contains"},
		{"POST", "/rate", "", jsonType, `{"note":"123"}`, "matches"},
		{"POST", "/rate", "", jsonType, `{"note":"1234"}`, ""},
		{"POST", "/ship", "", jsonType, `{"b":1}`, "absent"},
		{"GET", "/ship", "", jsonType, ``, ""},
		{"POST", "/ship", "trace=on", jsonType, `{"account":1}`, "there"},
		{"POST", "/ship", "trace=off", jsonType, `{"account":1}`, ""},
		{"PUT", "/ship", "", jsonType, `{"a":1}`, "header"},
		{"GET", "/track/794600000000", "", "", "", "segment"},
		{"GET", "/track/1Z", "", "", "", ""},
		{"GET", "/track/79/more", "", "", "", ""},
		{"POST", "/form", "", formType, "grant=x&y=z", "form"},
		{"POST", "/soap", "", "text/xml", "<Envelope><Ship></Ship></Envelope>", "text"},
		{"POST", "/soap", "", "text/xml", "", ""},
		{"PATCH", "/any/where", "", "", "", "any path"},
	} {
		found, name := list.Find(c.method, call(c.path, c.query, c.kind, c.body)), ""
		if found != nil {
			name = found.Name
		}
		require.Equal(t, c.want, name, "%s %s?%s %s", c.method, c.path, c.query, c.body)
	}
}

// What is wrong in a file is said with its place.
func TestMistakes(t *testing.T) {
	for _, c := range []struct{ file, want string }{
		{"{}", "1:1: found no stubs; meant a list of answers"},
		{"stubs: [{path: /a}]", "1:10: found no answer; meant an answer, or several answers"},
		{"stubs: [{answer: {}}]", "1:10: found a stub for every request; meant a method, a path or " +
			"where beside the answer"},
		{"stubs: [null]", "1:9: found a stub for every request; meant a method, a path or where " +
			"beside the answer\ns.yaml:1:9: found no answer; meant an answer, or several answers"},
		{"stubs: [{path: /a, answer: {}, answers: [{}]}]",
			"1:32: found answers beside answer; meant one of them"},
		{"stubs: [{path: a, answer: {}}]", `1:16: found "a"; meant a path such as /track/{number}; ` +
			"what a query has stands below where, as query.x"},
		{"stubs: [{path: /a?b=c, answer: {}}]", `1:16: found "/a?b=c"; meant a path such as ` +
			"/track/{number}; what a query has stands below where, as query.x"},
		{"stubs: [{method: post, answer: {}}]", `1:18: found "post"; meant a method such as POST`},
		{"stubs: [{path: /a, anwser: {}}]", `1:20: found the unknown key "anwser"; meant "answer"`},
		{"stubs: [{path: /a, where: {number: 1}, answer: {}}]", `1:28: found "number"; meant a place ` +
			"of the request: a pointer such as /a/0/b into the body, query.x, header.X or path.x"},
		{"stubs: [{path: /a, where: {/b: {like: 1}}, answer: {}}]",
			`1:33: found the unknown key "like"; meant one of absent, contains, equals, matches`},
		{"stubs: [{path: /a, where: {/b: {matches: '('}}, answer: {}}]",
			`1:42: found "("; meant a regular expression, as ^79\d+$`},
		{"stubs: [{path: /a, where: {/b: []}, answer: {}}]",
			"1:32: found an empty list; meant values of which one is there"},
		{"stubs: [{path: /a, where: {/b: }, answer: {}}]", "1:31: found nothing; meant a value, " +
			"several of which one is there, or one of absent, contains, equals or matches"},
		{"stubs: [{path: /a, answer: {status: 99}}]", "1:37: found 99; meant a number of at least 200"},
		{"stubs: [{path: /a, answer: {delay: soon}}]", `1:36: found "soon", which ` +
			`is no length of time; meant a length of time ` +
			`such as "100ms", or one of "uniform 50ms..150ms", "exp 10s", "normal 100ms 20ms", ` +
			`"lognormal 80ms 0.5", "pareto 50ms 1.5", "recorded 40ms 45ms 300ms"`},
		{"stubs: [{path: /a, answer: {headers: {Date: x}}}]",
			"1:39: found Date; meant a header that the server does not set itself"},
		{"stubs: [{path: /a, answer: {headers: {a b: x}}}]",
			`1:39: found "a b"; meant the name of a header`},
		{"stubs: [{path: /a, answer: {headers: {A: '${x'}}}]", `1:39: found "${x" ` +
			"without its }; meant values as ${/a/b}, ${query.x}, ${number} or ${id}"},
		{"stubs: [{path: /a, answer: {body: '${nmber}'}}]", `1:35: found the place "nmber"; meant ` +
			"values as ${/a/b}, ${query.x}, ${number} or ${id}"},
		{"stubs: [{path: /a, answer: {carrier: true, status: 201}}]",
			"1:29: found carrier beside status, headers or body; meant one of them"},
		{"stubs: [{path: /a, makes: {kind: x, key: nowhere}, answer: {}}]",
			`1:28: found the place "nowhere"; meant places of the request, as /a/0/b, query.x or header.X`},
		{"format: 2\nstubs: []", "1:9: found format 2, which is newer than this program; meant format " +
			"1, which this program reads"},
	} {
		_, err := Parse("s.yaml", []byte(c.file))
		require.EqualError(t, err, "s.yaml:"+c.want, c.file)
	}
}
