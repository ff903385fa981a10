// Package stubs reads files of answers that somebody puts over those of a carrier, and finds the
// one that is for a request. What a request must have, and what the answer repeats of it, is said
// in the words of package reply.
package stubs

import (
	"strconv"
	"strings"

	"github.com/tokenstorm/tokenstorm/fakecarrier/reply"
	"github.com/tokenstorm/tokenstorm/fakecarrier/wire"
	"github.com/tokenstorm/tokenstorm/internal/chance"
	"github.com/tokenstorm/tokenstorm/internal/schema"
	"github.com/tokenstorm/tokenstorm/internal/strict"
	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// A List is stubs, in their order: of those that are for a request the first answers. It is safe
// for concurrent use.
type List struct {
	Stubs []Stub `yaml:"stubs,required" meant:"a list of answers" doc:"Answers over those of the carrier. Of those that are for a request, the first answers; if none is, the carrier."`
}

// A Stub is an answer, or several in turn, to some requests.
type Stub struct {
	Name    string   `yaml:"name" doc:"What the journal calls it. Default its number in the list."`
	Method  string   `yaml:"method" doc:"The method of the request, as POST. Default any."`
	Path    string   `yaml:"path" doc:"Its path. A segment in braces is any one, and its name, as /track/{number}. Default any."`
	Where   Where    `yaml:"where" doc:"What the request has at places of it: /a/0/b of a JSON body, query.x, header.X, path.x."`
	Makes   *Makes   `yaml:"makes" doc:"What the answer makes, and later requests find."`
	Finds   *Finds   `yaml:"finds" doc:"What an earlier request made, and this one is about. Where there is no such thing, the carrier says so in its own way."`
	Token   Need     `yaml:"token" doc:"Whether the request needs a token: true (default), or false. At the token endpoint none is needed."`
	Metered Need     `yaml:"metered" doc:"Whether meters count it, and bans refuse it: true (default), or false."`
	Answer  *Answer  `yaml:"answer" doc:"What is answered."`
	Answers []Answer `yaml:"answers" doc:"What is answered in turn, one for each request; the last stays."`

	// Number is its place in the list, from 0.
	Number int `yaml:"-"`
}

// A Makes says what an answer makes.
type Makes struct {
	Kind  string   `yaml:"kind,required" meant:"a kind such as shipment" doc:"What it is, as shipment: which requests find it."`
	Like  string   `yaml:"number" doc:"Its number: a text in which each # is a digit. Default ############."`
	Key   string   `yaml:"key" doc:"The place of the request that has the number, where the caller gives it."`
	Known []string `yaml:"known" doc:"Places of other texts that it is found by."`
}

// A Finds says which thing a request is about.
type Finds struct {
	Kind string `yaml:"kind,required" meant:"a kind such as shipment" doc:"What it is: the kind that another stub makes, or the carrier."`
	By   string `yaml:"by,required" meant:"a place such as /trackingNumber" doc:"The place of its number in the request."`
	Ends bool   `yaml:"ends" doc:"Whether the request cancels it, so that it is not found any more. Default false."`
}

// An Answer is one answer.
type Answer struct {
	Status  int                 `yaml:"status" min:"200" max:"599" doc:"Its status. Default 200."`
	Headers Headers             `yaml:"headers" doc:"Its headers, by name: texts with values in them."`
	Body    Body                `yaml:"body" doc:"Its body: keys and values, or a list, are answered as JSON; a text as it is. Texts have values of the request, of what was made or found, of the clock: ${/a/b}, ${query.x}, ${number}, ${id}, ${time}."`
	Delay   chance.Distribution `yaml:"delay" doc:"How long it is held back, on the session's clock; drawn for each, as uniform 1s..2s. Default 0s."`
	Carrier bool                `yaml:"carrier" doc:"Whether the carrier itself answers, in place of all this but the delay. Default false."`

	ready *reply.Operation
}

// A Need is true unless the file says false.
type Need struct{ no bool }

// Take reads true or false.
func (n *Need) Take(at strict.Place) {
	yes := true
	at.Decode(&yes)
	n.no = !yes
}

// Schema is that of true and false.
func (n *Need) Schema() *schema.Schema { return &schema.Schema{Type: "boolean", Default: true} }

// Parse reads a file. The error is of type strict.Mistakes.
func Parse(file string, text []byte) (*List, error) {
	l := new(List)
	if err := strict.Decode(file, text, l); err != nil {
		return nil, err
	}
	return l, nil
}

// Schema is the JSON schema of such a file.
func Schema() ([]byte, error) { return strict.Schema(new(List), "tokenstorm stubs") }

// Check numbers the stubs.
func (l *List) Check(strict.Place) {
	for i := range l.Stubs {
		s := &l.Stubs[i]
		s.Number = i
		if s.Name == "" {
			s.Name = strconv.Itoa(i + 1)
		}
	}
}

// Check reads the texts of a stub, and reports what is wrong at its place.
func (s *Stub) Check(at strict.Place) {
	sound := at.Sound()
	if s.Method != strings.ToUpper(s.Method) || strings.ContainsAny(s.Method, " /") {
		at.Key("method").Wrong(unit.Quote(s.Method), "a method such as POST")
	}
	if s.Path != "" && (s.Path[0] != '/' || strings.ContainsAny(s.Path, "?#*")) {
		at.Key("path").Wrong(unit.Quote(s.Path), "a path such as /track/{number}; what a query has "+
			"stands below where, as query.x")
	}
	if !sound {
		return // an answer is what all of its stub says
	}
	if s.Path == "" && s.Method == "" && len(s.Where) == 0 {
		at.Wrong("a stub for every request", "a method, a path or where beside the answer")
	}
	switch {
	case s.Answer != nil && len(s.Answers) > 0:
		at.Key("answers").WrongKey("answers beside answer", "one of them")
	case s.Answer != nil:
		s.Answer.compile(s, at, at.Key("answer"))
		s.Answers = []Answer{*s.Answer}
	case len(s.Answers) == 0:
		at.Wrong("no answer", "an answer, or several answers")
	default:
		for i := range s.Answers {
			s.Answers[i].compile(s, at, at.Key("answers").Item(i))
		}
	}
}

// operation is the stub as reply has it, with what it makes and finds.
func (s *Stub) operation() wire.Operation {
	o := wire.Operation{Method: s.Method, Path: s.Path}
	if m := s.Makes; m != nil {
		o.Makes = &wire.Makes{
			Kind: m.Kind, Number: wire.Number{Like: m.Like}, Key: m.Key, Known: m.Known,
		}
		if m.Like == "" {
			o.Makes.Number.Like = "############"
		}
	}
	if f := s.Finds; f != nil {
		o.Finds = &wire.Finds{Kind: f.Kind, By: f.By, Ends: f.Ends}
	}
	return o
}

// NeedsToken reports whether a request needs a token.
func (s *Stub) NeedsToken() bool { return !s.Token.no }

// Counts reports whether meters count a request, and bans refuse it.
func (s *Stub) Counts() bool { return !s.Metered.no }

// Find returns the stub for a request, nil if none is.
func (l *List) Find(method string, c *reply.Call) *Stub {
	for i := range l.Stubs {
		if s := &l.Stubs[i]; s.fits(method, c) {
			return s
		}
	}
	return nil
}

func (s *Stub) fits(method string, c *reply.Call) bool {
	if s.Method != "" && s.Method != method || !s.Answers[0].ready.Fits(c) {
		return false
	}
	return s.Where.hold(c)
}

// Waits reports whether an answer is held back: its clock must be able to wait.
func (l *List) Waits() bool {
	for _, s := range l.Stubs {
		for i := range s.Answers {
			if !s.Answers[i].Delay.IsZero() {
				return true
			}
		}
	}
	return false
}

// Ready is the answer as an operation.
func (a *Answer) Ready() *reply.Operation { return a.ready }
