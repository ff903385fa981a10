package page

import (
	"fmt"
	"strings"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/fakecarrier/terms"
	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/reports"
	"github.com/tokenstorm/tokenstorm/scenarios"
)

// assumption is one thing that a chapter takes for granted.
type assumption struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

func assumptionsOf(c *reports.Chapter) []assumption {
	s := c.Scenario
	f, carrier := &s.Fleet, &s.Carrier
	list := []assumption{
		{"fleet", fmt.Sprintf("%s, %s, %s, %s", unit.Counted(f.Users, "user"),
			unit.Counted(f.Nodes, "node"), unit.Counted(f.Customers, "customer"),
			unit.Counted(f.PublicIPs, "public IP"))},
		{"token cache", "per " + string(f.Cache)},
		{"carrier", carriersOf(s)},
		{"token policy", tokenPolicy(carrier.Tokens)},
		{"reading of the ban rule", c.Reading},
		{"a ban refuses", banCovers(carrier.Covers)},
	}
	if carrier.Lag > 0 {
		list = append(list, assumption{"a ban bites after", carrier.Lag.String()})
	}
	if carrier.Life.Given() {
		list = append(list, assumption{"a token lives", carrier.Life.String()})
	}
	api := s.Path(0, fakecarrier.APIEndpoint).Leg.Mean()
	token := s.Path(0, fakecarrier.TokenEndpoint).Leg.Mean()
	list = append(list, assumption{"round trip, mean", fmt.Sprintf("API %s, token %s",
		2*api.Round(time.Microsecond), 2*token.Round(time.Microsecond))})
	if n := &s.Network; n.Connect > 0 {
		kept := "kept for good"
		if n.Idle > 0 {
			kept = "kept for " + n.Idle.String()
		}
		list = append(list, assumption{"a new connection",
			unit.Counted(n.Connect, "round trip") + ", " + kept})
	}
	if p := s.Network.Proxy; p != nil {
		list = append(list, assumption{"a proxy before the carrier",
			fmt.Sprintf("keeps an answer of %d to an API call for %s, for all of that public IP",
				p.Status, p.For)})
	}
	return append(list, lostOnTheWay(&s.Network)...)
}

// carriersOf names the carriers; what follows of tokens, bans and legs is of the first.
func carriersOf(s *scenarios.Scenario) string {
	all := s.Carriers()
	if len(all) == 1 {
		return s.Carrier.Profile
	}
	var others []string
	for _, c := range all[1:] {
		others = append(others, fmt.Sprintf("%s (%s)", c.Name, c.Profile))
	}
	return fmt.Sprintf("%s (%s), of which the rest of this list, charts over time and storms tell; "+
		"beside it %s", all[0].Name, all[0].Profile, strings.Join(others, ", "))
}

func lostOnTheWay(n *scenarios.Network) []assumption {
	var list []assumption
	for _, way := range []struct {
		name string
		path *scenarios.Path
	}{{"API", &n.API}, {"token", &n.Token}} {
		if way.path.LoseThere > 0 || way.path.LoseBack > 0 {
			list = append(list, assumption{way.name + " messages lost", fmt.Sprintf(
				"%g %% of requests, %g %% of replies", 100*way.path.LoseThere,
				100*way.path.LoseBack)})
		}
		if n := len(way.path.Exceptions); n > 0 {
			list = append(list, assumption{way.name + " requests of which the scenario says what becomes",
				fmt.Sprint(n)})
		}
	}
	return list
}

func tokenPolicy(policy string) string {
	switch policy {
	case "single":
		return "a new token kills the old one at once"
	case "coexist":
		return "tokens coexist: a new one kills none"
	}
	return policy
}

func banCovers(what terms.Covered) string {
	if what == terms.CoversAll {
		return "every request, API calls too"
	}
	return "token requests alone"
}
