package terms

import (
	"fmt"
	"reflect"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/internal/strict"
	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// An Override is a key of a file that stands in place of what the carrier's profile says otherwise.
type Override struct {
	Key     string // below the carrier: tokens, refresh.reach
	Says    string // the file
	Profile string // says
}

// Overrides are those of the file.
func (c *Terms) Overrides() []Override { return c.overrides }

// overridden notes which keys of the file say otherwise than the profile; c has all that both say.
func (c *Terms) overridden(p *fakecarrier.Profile, at strict.Place) {
	bare := Terms{Tokens: p.Policy.String(), Reading: p.DefaultReading()}
	bare.adopt(p, strict.Place{})
	note := func(key, profile string, same bool) {
		if from := at.At(key); from.Given() && !same && from.Node().Text != profile {
			c.overrides = append(c.overrides, Override{key, from.Node().Text, profile})
		}
	}
	lives, says := tokenLife(p.Lives()), ExpiresIn{says: p.Says, length: p.ExpiresIn, given: true}
	note("grant", string(bare.Grant), c.Grant == bare.Grant)
	note("tokens", bare.Tokens, c.Tokens == bare.Tokens)
	note("token_life", lives.String(), reflect.DeepEqual(c.Life.Distribution, lives.Distribution))
	note("expires_in", p.SaysText(), c.Says == says)
	note("exp_whole_seconds", fmt.Sprint(p.WholeSeconds), c.Seconds == p.WholeSeconds)
	note("renew_not_before", unit.FormatDuration(p.RenewNotBefore),
		time.Duration(c.NotYet) == p.RenewNotBefore)
	note("reading", bare.Reading, c.Reading == bare.Reading)
	if c.metered {
		c.overrides = append(c.overrides, Override{"meters", "a list", "its own"})
	}
	if c.Grant != GrantRefresh || p.Grants.Refresh == nil {
		return
	}
	of, its := reflect.ValueOf(*c.Refresh), reflect.ValueOf(specOf(p.Grants.Refresh))
	for i := range of.NumField() {
		key := of.Type().Field(i).Tag.Get("yaml")
		note("refresh."+key, inWords(key, its.Field(i)), of.Field(i).Equal(its.Field(i)))
	}
}

// inWords is what a profile says of refresh tokens, below the key.
func inWords(key string, v reflect.Value) string {
	switch {
	case key == "reach" && v.IsZero():
		return "1" // its default
	case v.Kind() == reflect.Int64 && v.IsZero():
		return "none"
	case v.Kind() == reflect.Int64:
		return unit.FormatDuration(time.Duration(v.Int()))
	}
	return fmt.Sprint(v.Interface())
}
