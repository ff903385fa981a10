package reply

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/fakecarrier/wire"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// one is the only operation of a carrier.
func one(t *testing.T, o wire.Operation) *Operation {
	o.Method, o.Path = "POST", "/a/{name}"
	set, err := Of("x", &wire.Wire{
		Operations: []wire.Operation{o},
		Services: []wire.Service{
			{Code: "G", Name: "Ground", Cents: 500, PerLB: 10, Days: 2},
			{Code: "I", Name: "Abroad", Cents: 900, Abroad: true},
		},
	})
	require.NoError(t, err)
	found, _ := set.Find("POST", "/a/b")
	return found
}

// bodyOf is the body of an answer, now or later.
func bodyOf(a Answer) string {
	if a.Later != nil {
		return string(a.Later())
	}
	return string(a.Body)
}

func asked(t *testing.T, body string) *Call {
	c := &Call{
		Path: "/a/b", Query: map[string][]string{"q": {"1"}}, Header: map[string][]string{"X-Y": {"z"}},
		Now: noon, ID: "id-1", Client: "shop",
	}
	require.True(t, c.Read("application/json", []byte(body)), body)
	return c
}

// What a template makes of {"a":{"b":"x"},"n":2.50,"l":[{"v":"1"},{"v":"2"}],"e":""}.
func TestTemplates(t *testing.T) {
	for template, want := range map[string]string{
		`{"t":"${/a/b}","n":"${/n}","o":"${/a}","l":"${/l/1/v}"}`: `{"t":"x","n":2.50,` +
			`"o":{"b":"x"},"l":"2"}`,
		`{"gone":"${/z}","also":"${/a/z}","deep":"${/a/b/c}"}`: `{}`,
		`["${/z}","${/a/b}","${/z}",1]`:                        `["x",1]`,
		`"${/a/b} and ${/n}, ${/z}"`:                           `"x and 2.50, "`,
		`{"no":"nothing of ${/z}"}`:                            `{}`,
		`["${/z|/a/b}","${/z|=usual}","${/z|query.q}"]`:        `["x","usual","1"]`,
		`["${path.name}","${header.x-y}","${client}","${id}"]`: `["b","z","shop","id-1"]`,
		`["${date}","${compact_date}","${tomorrow}","${time}"]`: `["2026-03-01","20260301",` +
			`"2026-03-02","2026-03-01T12:00:00Z"]`,
		`["${/n:text}","${query.q:number}","${/a/b:upper}","${/l:count}","${/a/b:number}"]`: `["2.50",` +
			`1,"X",2,0]`,
		`{"$each":"/l","$item":{"v":"${./v}","all":"${.}"}}`: `[{"v":"1","all":{"v":"1"}},` +
			`{"v":"2","all":{"v":"2"}}]`,
		`{"$each":"/z","$item":1}`:                       `[]`,
		`{"$each":"/a","$item":"${./b}"}`:                `["x"]`,
		`{"$if":"/a","$then":"yes","$else":"no"}`:        `"yes"`,
		`{"$if":"/z","$then":"yes","$else":"no"}`:        `"no"`,
		`{"x":{"$if":"/z","$then":"yes"}}`:               `{}`,
		`{"$find":"k","$by":"/a/b","$then":1,"$else":2}`: `2`,
		`{"a":"<&>"}`: `{"a":"\u003c\u0026\u003e"}`,
		`{"s":{"$each":"quotes","$item":["${service}","${price}"]}}`: `{"s":[]}`,
	} {
		o := one(t, wire.Operation{Body: template})
		c := asked(t, `{"a":{"b":"x"},"n":2.50,"l":[{"v":"1"},{"v":"2"}],"e":""}`)
		require.Equal(t, want, bodyOf(o.Answer(c, NewMemory(1))), template)
	}
}

// Texts that cannot be read are errors when a carrier is opened.
func TestTemplatesThatAreWrong(t *testing.T) {
	for template, want := range map[string]string{
		`{"a":"${nope}"}`:              `found the place "nope"`,
		`{"a":"${/b"}`:                 `without its }`,
		`{"a":1,"$if":"/a"}`:           "found $if after another member",
		`{"$each":"/a"}`:               "found no $item",
		`{"$while":"/a"}`:              "found $while; meant $each, $find or $if",
		`{"$if":"/a","then":1}`:        "found then beside $if",
		`{"a":1} 2`:                    "found more after the template",
		`{"a":`:                        "EOF",
		`{"$find":"k","$by":"places"}`: `found the place "places"`,
	} {
		_, err := Of("x", &wire.Wire{Operations: []wire.Operation{{Path: "/a", Body: template}}})
		require.ErrorContains(t, err, want, template)
	}
	_, err := Of("x", &wire.Wire{Operations: []wire.Operation{{Method: "GET", Path: "/a/*"}}})
	require.EqualError(t, err, "GET /a/*: found * in the path; meant a name in braces, as {id}")
}

// What is required is missing where there is nothing, in any element of a list.
func TestRequires(t *testing.T) {
	o := one(t, wire.Operation{
		Requires: []string{"/a/b", "/l/*/v", "query.q", "header.x-y", "path.name"},
	})
	for body, field := range map[string]string{
		`{"a":{"b":0},"l":[{"v":false}]}`:          "",
		`{"a":{"b":1},"l":{"v":1}}`:                "",
		`{"a":{"b":" "},"l":[{"v":1}]}`:            "a.b",
		`{"a":{"b":{}},"l":[{"v":1}]}`:             "a.b",
		`{"a":[],"l":[{"v":1}]}`:                   "a.b",
		`{"a":1,"l":[{"v":1}]}`:                    "a.b",
		`{"a":{"b":1},"l":[]}`:                     "l.v",
		`{"a":{"b":1},"l":[{"v":1},{"w":1}]}`:      "l.v",
		`{"a":{"b":1},"l":[{"v":1},{"v":null}]}`:   "l.v",
		`{"a":{"b":1}}`:                            "l.v",
		`{"a":{"b":1},"l":[{"v":[]}]}`:             "l.v",
		`{"a":{"b":1},"l":[{"v":1}],"ignored":""}`: "",
	} {
		a := o.Answer(asked(t, body), NewMemory(1))
		require.Equal(t, field, a.Field, body)
		require.Equal(t, field != "", a.Wrong == wire.MissingField, body)
	}
	c := asked(t, `{"a":{"b":1},"l":[{"v":1}]}`)
	c.Query = nil
	require.Equal(t, "q", o.Answer(c, NewMemory(1)).Field)
}

// Prices by hand: two packages of 2.2 pounds by Ground are 2 x (5.00 + 3 x 0.10).
func TestQuotes(t *testing.T) {
	o := one(t, wire.Operation{
		Quotes: &wire.Quotes{
			Service: "/s", Packages: "/p", Weight: "./w", Unit: "./u", Times: "./n",
		},
		Body: `{"$each":"quotes","$item":["${service}","${price}","${packages}","${weight}",` +
			`"${delivery}"]}`,
	})
	for body, want := range map[string]string{
		`{"s":"G","p":[{"w":2.2,"u":"LB","n":2}]}`:      `[["G",10.60,2,4.4,"2026-03-03"]]`,
		`{"s":"G","p":[{"w":"1","u":"KG"}]}`:            `[["G",5.30,1,2.2,"2026-03-03"]]`,
		`{"s":"G","p":[{"w":32,"u":"ounces"},{"w":1}]}`: `[["G",10.30,2,3.0,"2026-03-03"]]`,
		`{"s":"G","p":[{"w":1000,"u":"G"}]}`:            `[["G",5.30,1,2.2,"2026-03-03"]]`,
		`{"p":[{}]}`:                                    `[["G",5.10,1,1.0,"2026-03-03"]]`,
		`{"s":"I","p":[{}]}`:                            `[["I",9.00,1,1.0,"2026-03-01"]]`,
		`{"s":"new","p":[{"w":-1,"n":-1}]}`:             `[["new",16.00,1,1.0,"2026-03-05"]]`,
		`{"s":"G","p":[]}`:                              `[["G",0.00,0,0.0,"2026-03-03"]]`,
	} {
		require.Equal(t, want, bodyOf(o.Answer(asked(t, body), NewMemory(1))), body)
	}
}

// A thing is found by its number, by the caller's own, and by what else it is known by; ended, it
// is said to be, with those that were made with it.
func TestThings(t *testing.T) {
	makes := one(t, wire.Operation{
		Makes: &wire.Makes{
			Kind: "k", Number: wire.Number{Like: "N#####"}, Key: "./key", Each: "/l", Times: "./n",
			Known: []string{"./ref"},
		},
		Body: `{"$each":"made","$item":["${number}","${key}","${master}","${index}","${count}"]}`,
	})
	finds := one(t, wire.Operation{
		Finds: &wire.Finds{Kind: "k", By: "/by"}, Body: `["${index}","${its./x}","${its/y}"]`,
	})
	ends := one(t, wire.Operation{Finds: &wire.Finds{Kind: "k", By: "/by", Ends: true}})
	m := NewMemory(0)
	list := `{"y":7,"l":[{"key":"a","x":1},{"x":2,"n":2,"ref":"r"}]}`
	first := bodyOf(makes.Answer(asked(t, list), m))
	require.Regexp(t, `^\[\["N\d{5}","a","a",1,3\],\["N(\d{5})","N\d{5}","a",2,3\],\[.*,"a",3,3\]\]$`,
		first)
	ask := func(o *Operation, by string) string {
		a := o.Answer(asked(t, fmt.Sprintf(`{"by":%q}`, by)), m)
		return fmt.Sprint(a.Wrong, a.Thing, bodyOf(a))
	}
	number := strings.Split(first, `"`)[1]
	require.Equal(t, "answered[1,1,7]", ask(finds, "a"))
	require.Equal(t, "answered[1,1,7]", ask(finds, number))
	require.Equal(t, "answered[3,2,7]", ask(finds, "r"), "the newest of that name")
	require.Equal(t, "unknown-thingz", ask(finds, "z"))
	require.Equal(t, "answered", ask(ends, "a"))
	require.Equal(t, "ended-thinga", ask(ends, "a"))
	require.Equal(t, "ended-thingr", ask(finds, "r"))
}

// What is kept is bounded, by number and by size, and the oldest is forgotten first.
func TestMemoryIsBounded(t *testing.T) {
	o := one(t, wire.Operation{Makes: &wire.Makes{
		Kind: "k", Number: wire.Number{Like: "########"}, Key: "/key",
	}})
	m := NewMemory(1)
	for i := range mostThings + 10 {
		o.Answer(asked(t, fmt.Sprintf(`{"key":"k%d"}`, i)), m)
	}
	require.Len(t, m.order, mostThings)
	require.LessOrEqual(t, len(m.by), 2*mostThings)
	require.Nil(t, m.find("k", "k9"))
	require.NotNil(t, m.find("k", "k10"))
	big := strings.Repeat("x", 1<<20)
	for i := range 40 {
		o.Answer(asked(t, fmt.Sprintf(`{"key":"big%d","x":%q}`, i, big)), m)
	}
	require.LessOrEqual(t, m.bytes, mostBytes)
	require.Len(t, m.order, 15)
}

// A form is read like an object; a file is its name, type and size.
func TestForms(t *testing.T) {
	const kind = "multipart/form-data; boundary=b"
	part := func(head, body string) string {
		return "--b\r\nContent-Disposition: form-data; " + head + "\r\n\r\n" + body + "\r\n"
	}
	o := one(t, wire.Operation{Body: `["${/meta/a}","${/note}","${/file}","${/file/1/size}"]`})
	c := asked(t, "{}")
	require.True(t, c.Read(kind, []byte(part(`name="meta"`, `{"a":1}`)+part(`name="note"`, "hm")+
		part(`name="file"; filename="a.txt"`, "four")+part(`name="file"; filename="b.txt"`, "five5")+
		"--b--\r\n")))
	require.Equal(t, `[1,"hm",[{"name":"a.txt","size":4,"type":""},`+
		`{"name":"b.txt","size":5,"type":""}],5]`, bodyOf(o.Answer(c, NewMemory(1))))
	for _, broken := range []string{"", "--b\r\n", "--b--\r\n", "{}"} {
		require.False(t, c.Read(kind, []byte(broken)), broken)
	}
	for text, want := range map[string]bool{
		`{}`: true, `[1]`: true, `[]`: false, `1`: false, `{} 1`: false, ` {"a":1} `: true, `{"a"`: false,
	} {
		require.Equal(t, want, c.Read("application/json", []byte(text)), text)
	}
}
