package review

import (
	"fmt"

	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

// renewers are clients of rotating refresh tokens, one of each kind: a copy in each process, the
// store read before each use or after a refusal, locks over the exchange, and what we would build.
var renewers = []string{
	"naive", "rotating-go-oauth2", "rotating-authjs", "rotating-codex", "rotating-mcp-typescript",
	"rotating-spring", "rotating-claude-code", "rotating-nango", "rotating-n8n",
	"rotating-kubelogin", "leader", "recommended",
}

// sessions is Q9: several processes with one refresh token.
func sessions() question {
	return question{
		id: "Q9", title: "One refresh token, several processes", answer: answerSessions,
		text: "Several processes share one rotating refresh token: who is signed out, how soon, and " +
			"what prevents it?",
		needs: []need{
			{sevenProcesses, renewers, onlyAkamai}, {forgiven, renewers, onlyAkamai},
			{slowExchange, renewers, onlyAkamai}, {repliesLost, []string{"recommended"}, onlyAkamai},
			{repliesForgiven, []string{"recommended"}, onlyAkamai},
		},
	}
}

func answerSessions(p *Plan) Answer {
	shared, second, slow := p.at(sevenProcesses), p.at(forgiven), p.at(slowExchange)
	lost, repeated := p.at(repliesLost), p.at(repliesForgiven)
	verdict := shared.keeps("recommended")
	a := judged(verdict, "recommended %s the sessions of seven processes with one refresh token",
		keepsAll, "keeps them", "signed out")
	out, kept := shared.signedOut()
	a.Headline = sentence("%d of %d clients are signed out: naive in %s after %s, recommended in %s.",
		len(out), len(renewers), shared.loses("naive").short(),
		shared.middle("naive", sessionLasts), shared.loses("recommended").short())
	a.Figures = []Figure{
		sentence("%s.", shared.kept(kept)),
		sentence("Reading the store before each exchange is not enough: rotating-authjs is signed out "+
			"in %s, after %s.", shared.loses("rotating-authjs"),
			shared.middle("rotating-authjs", sessionLasts)),
		sentence("Where the carrier forgives a second use for thirty seconds, rotating-authjs is signed "+
			"out in %s. Who keeps a copy is not helped: naive in %s.", second.loses("rotating-authjs"),
			second.loses("naive")),
		sentence("A lease must last as long as the exchange. One of twelve seconds ends the lease of "+
			"rotating-nango and rotating-n8n: signed out in %s and %s, recommended in %s.",
			slow.loses("rotating-nango"), slow.loses("rotating-n8n"), slow.loses("recommended")),
		sentence("Nobody is safe from an answer that is lost where the carrier forgives nothing: of "+
			"twelve customers %s lose their session with recommended, and %s where it forgives.",
			lost.estimate("recommended", sessionsLost),
			repeated.estimate("recommended", sessionsLost)),
	}
	a.Table = table(fmt.Sprintf("Runs that lost the session, of %d each, and how long it had lasted "+
		"in those: the median.", p.Seeds), "strategy", renewers,
		shared.lossColumn("seven processes"), shared.lastedColumn("lasted"),
		second.lossColumn("forgiven for 30 s"), slow.lossColumn("exchange of 12 s"))
	a.Conditions = []Condition{
		condition("the carrier forgives a second use for thirty seconds", shared.keeps("rotating-authjs"),
			second.keeps("rotating-authjs"), phrase("rotating-authjs is signed out in %s",
				second.loses("rotating-authjs"))),
		condition("an exchange takes twelve seconds", shared.keeps("rotating-n8n"),
			slow.keeps("rotating-n8n"), phrase("rotating-n8n is signed out in %s",
				slow.loses("rotating-n8n"))),
		condition("answers are lost, and nothing is forgiven", verdict, lost.keeps("recommended"),
			phrase("recommended loses a session in %s", lost.loses("recommended"))),
	}
	return a
}

// keepsAll is what a strategy does with sessions.
var keepsAll = [...]string{"keeps", "does not keep", "is not shown to keep"}

// signedOut are the strategies that are shown to lose a session, and those shown to lose none.
func (v view) signedOut() (out, kept []string) {
	for _, s := range renewers {
		switch v.keeps(s) {
		case study.Fail:
			out = append(out, s)
		case study.Pass:
			kept = append(kept, s)
		case study.Inconclusive:
		}
	}
	return out, kept
}

// lastedColumn is how long a session had lasted where it was lost.
func (v view) lastedColumn(title string) column {
	return column{title, func(strategy string) string {
		return v.middle(strategy, sessionLasts).cell()
	}}
}

// kept is who keeps every session.
func (v view) kept(names []string) claim {
	if len(names) == 0 {
		return phrase("Nobody is shown to keep every session, recommended is signed out in %s",
			v.loses("recommended"))
	}
	return phrase("Shown to keep every session: %s, each signed out in %s", enumerated(names),
		v.loses(names[0]))
}
