package front

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// ruleNames are what X-Rate-Limit-Rules calls what hits are counted by. Path of Exile has Ip,
// Account and Client; the others are assumed.
var ruleNames = map[fakecarrier.Key]string{
	fakecarrier.ByIP: "Ip", fakecarrier.ByClient: "Client",
	fakecarrier.ByIPAndClient: "Client-Ip", fakecarrier.ByRefreshToken: "Account",
	fakecarrier.ByGrantType: "Grant", fakecarrier.Together: "All",
}

// tellLimits writes what an answer tells of limits into its headers.
func tellLimits(
	h http.Header, e fakecarrier.Endpoint, meters []fakecarrier.Meter, told []fakecarrier.Announced,
) {
	for _, l := range told {
		m := &meters[l.Meter-1]
		switch m.Announces {
		case fakecarrier.AnnounceRules:
			tellRule(h, e, m, l)
		case fakecarrier.AnnounceFields:
			name := fmt.Sprintf("%q", m.Key.String()+"-"+unit.FormatDuration(m.Limit.Window))
			join(h, "RateLimit-Policy", ", ", fmt.Sprintf("%s;q=%d;w=%d", name, m.Limit.Hits,
				seconds(m.Limit.Window)))
			join(h, "RateLimit", ", ", fmt.Sprintf("%s;r=%d;t=%d", name, l.Remaining, seconds(l.Reset)))
		case fakecarrier.AnnounceThree:
			tellThree(h, m, l)
		case fakecarrier.AnnounceNothing:
		}
	}
}

// tellRule writes hits:period:restriction, and the state of that: 1:30:0.
func tellRule(
	h http.Header, e fakecarrier.Endpoint, m *fakecarrier.Meter, l fakecarrier.Announced,
) {
	rule := ruleNames[m.Key]
	h.Set("X-Rate-Limit-Policy", e.String()+"-request-limit")
	if rules := h.Get("X-Rate-Limit-Rules"); !strings.Contains(","+rules+",", ","+rule+",") {
		join(h, "X-Rate-Limit-Rules", ",", rule)
	}
	triple := func(hits int, refused time.Duration) string {
		return fmt.Sprintf("%d:%d:%d", hits, seconds(m.Limit.Window), seconds(refused))
	}
	refusal := m.Limit.Kind.Penalty()
	if refusal == 0 {
		refusal = m.Limit.Window // at most
	}
	used := m.Limit.Hits - l.Remaining
	if l.Refused > 0 {
		used++ // the hit that was too many
	}
	join(h, "X-Rate-Limit-"+rule, ",", triple(m.Limit.Hits, refusal))
	join(h, "X-Rate-Limit-"+rule+"-State", ",", triple(used, l.Refused))
}

// tellThree writes the limit of which the least is left.
func tellThree(h http.Header, m *fakecarrier.Meter, l fakecarrier.Announced) {
	if least, err := strconv.Atoi(h.Get("RateLimit-Remaining")); err == nil && least <= l.Remaining {
		return
	}
	h.Set("RateLimit-Limit", strconv.Itoa(m.Limit.Hits))
	h.Set("RateLimit-Remaining", strconv.Itoa(l.Remaining))
	h.Set("RateLimit-Reset", strconv.FormatInt(seconds(l.Reset), 10))
}

// join adds a value to those of a header.
func join(h http.Header, name, between, value string) {
	if before := h.Get(name); before != "" {
		value = before + between + value
	}
	h.Set(name, value)
}
