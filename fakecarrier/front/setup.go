package front

import (
	"errors"
	"fmt"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/fakecarrier/stubs"
	"github.com/tokenstorm/tokenstorm/fakecarrier/throttle"
	"github.com/tokenstorm/tokenstorm/internal/chance"
	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// A Clock returns the time. clockwork.Clock and FakeClock, and benbjohnson's clock.Clock and Mock,
// are Clocks as they are. A Clock must be safe for concurrent use.
type Clock interface{ Now() time.Time }

// Credentials are the id and the secret of a client, in Go or in a configuration file.
type Credentials struct {
	ID     string `yaml:"id,required" meant:"one" json:"id"`
	Secret string `yaml:"secret,required" meant:"one" json:"secret"`

	// Blocked means that the carrier knows the client and refuses it, with its permission error
	// (403). This is not a ban.
	Blocked bool `yaml:"blocked" json:"blocked,omitempty"`
}

// A Setup describes a World.
type Setup struct {
	Profile  fakecarrier.Profile // of LookupProfile
	Throttle throttle.Throttle   // of throttle.Parse; the zero value never bans
	Clock    Clock               // the one clock of tokens, windows, bans and headers
	Clients  []Credentials       // empty: any client id with any secret
	BanBody  BanBody             // what the 403 of a ban looks like
	Gzip     Gzip                // when answers are compressed
	Seed     uint64              // of tokens, transaction ids and the draws of faults
	Journal  int                 // how many events are kept; 0 is 1024 (assumed: enough for a test)
	Draws    Draws               // what the carrier draws anew each time
	SignedIn []string            // clients whose user has signed in when the World begins
	Banned   []Banned            // callers who are banned when the World begins
	Agenda   []Happening         // what happens by itself
	Stubs    *stubs.List         // what is answered in the carrier's place; nil: nothing

	// Notify, if not nil, is called for every event, on the goroutines that serve requests, on several
	// at once. It must return soon, and may call the World. Events of simultaneous requests may arrive
	// out of the order of their Seq.
	Notify func(Event)
}

// Draws are what the carrier draws for each token, and for each request. The zero value draws
// nothing: tokens live as the profile says, and answers leave at once.
type Draws struct {
	Life       *chance.Distribution // of a token; nil: the profile's
	Activation chance.Distribution  // for so long a new token is refused
	Service    chance.Distribution  // so long an answer takes, save those of a ban
}

// BanBody says what the answer of a ban looks like. FedEx documents its status alone.
type BanBody = unit.Enum[banBodyNames]

type banBodyNames struct{}

// Names are as users type them.
func (banBodyNames) Names() []string { return []string{"json", "html"} }

// The answer is the carrier's own JSON, or the HTML of the edge in front of it.
const (
	BanJSON BanBody = iota
	BanHTML
)

// Gzip says when answers are compressed. According to reports, FedEx compresses errors too, perhaps
// even if the caller does not accept it (php-curl-class #740; karrio inflates every answer).
type Gzip = unit.Enum[gzipNames]

type gzipNames struct{}

// Names are as users type them.
func (gzipNames) Names() []string { return []string{"negotiated", "always", "never"} }

// Answers are compressed if the request accepts it, always, or never.
const (
	GzipNegotiated Gzip = iota
	GzipAlways
	GzipNever
)

// check returns an error if there can be no such World.
func (s *Setup) check() error {
	switch {
	case s.Profile.Wire == nil:
		return fmt.Errorf("profile %q says nothing of HTTP, take one of LookupProfile",
			s.Profile.Name)
	case s.Clock == nil:
		return errors.New("no clock, take a clockwork.FakeClock, a clock.Mock or a real one")
	case int(s.BanBody) >= len(s.BanBody.Choices()):
		return fmt.Errorf("unknown ban body %d, one of %v", s.BanBody, s.BanBody.Choices())
	case int(s.Gzip) >= len(s.Gzip.Choices()):
		return fmt.Errorf("unknown gzip choice %d, one of %v", s.Gzip, s.Gzip.Choices())
	case len(s.SignedIn) > 0 && s.Profile.Grants.Refresh == nil:
		return fmt.Errorf("carrier %s gives no refresh tokens: found clients that are signed in, meant "+
			"none", s.Profile.Name)
	case !s.Draws.Service.IsZero() && waitOn(s.Clock) == nil:
		return errors.New("a service time needs a clock that can wait: one with an After")
	case s.Stubs != nil && s.Stubs.Waits() && waitOn(s.Clock) == nil:
		return errDelay
	case s.Journal < 0:
		return fmt.Errorf("a journal cannot keep %d events", s.Journal)
	case len(s.Clients) > MostClients:
		return fmt.Errorf("%d clients, more than the %d of one world", len(s.Clients), MostClients)
	}
	seen := map[string]bool{}
	for i, c := range s.Clients {
		switch {
		case c.ID == "":
			return fmt.Errorf("client %d has no id", i+1)
		case len(c.ID) > mostClientID:
			return fmt.Errorf("client %d has an id of %d bytes, more than %d", i+1, len(c.ID),
				mostClientID)
		case c.Secret == "":
			return fmt.Errorf("client %q has no secret", c.ID)
		case seen[c.ID]:
			return fmt.Errorf("client %q is listed twice", c.ID)
		}
		seen[c.ID] = true
	}
	return nil
}
