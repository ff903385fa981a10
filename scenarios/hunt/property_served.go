package hunt

import (
	"fmt"
	"slices"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/fakecarrier/quota"
	"github.com/tokenstorm/tokenstorm/fakecarrier/throttle"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

func init() {
	register(rule{
		property: Liveness, signal: "not served again", duels: true,
		breaks: (*trial).unserved,
		cause:  (*trial).hindrance,
		near: func(t *trial) float64 {
			began, ok := t.run.served(t.run.over+recovering, t.run.length-mostWait(t.Scenario))
			// Who prolongs a ban is on the way to being banned for ever: that counts before all else.
			return max(share(2*(began-ok), began)/4, share(t.run.extended, 11))
		},
	})
}

// hindrance is what the token endpoint said last, and whether what we sent prolonged a ban.
func (t *trial) hindrance() string {
	if t.run.extended > 2 {
		return "a ban that its own probes prolong"
	}
	return t.run.lastAnswer()
}

// unserved tells of less than half of what clicks, or of what the clairvoyant serves, once all is
// over: the faults, the bans, and the time that a strategy may take to notice.
func (t *trial) unserved() string {
	if t.unservable() {
		return ""
	}
	from, until := max(t.noticed(), t.run.first), t.run.length-mostWait(t.Scenario)
	soon := min(from+recovering, until)
	if t.restarts() {
		began, ok := t.run.served(from, until)
		_, able := t.bound.served(from, until)
		if began >= fewest && ok == 0 && able > 0 && until-from > wholeCycle {
			return fmt.Sprintf("none of %d actions from %v to %v succeeded", began, from, until)
		}
		return ""
	}
	silent := t.run.last.At < from // who asks for no token has neither bad luck nor a rival
	if t.duel && !silent {
		return ""
	}
	if way := t.Path(0, fakecarrier.TokenEndpoint); way.LoseBack+way.LoseThere > 0 && !silent {
		// Each loss costs a time-out, and some follow each other: of a few that is luck.
		if soon = until; until-from <= 10*way.Wait() || t.run.window <= 5*way.Wait() {
			return ""
		}
	}
	for _, until := range []time.Duration{soon, until} {
		began, ok := t.run.served(from, until)
		could, able := t.bound.served(from, until)
		// Half of what the clairvoyant serves, too: who clicks again at once adds failures only.
		if t.overrun(began, until-from) {
			continue
		}
		if began >= fewest && 2*ok < min(began, able) && 20*able > 19*could {
			return fmt.Sprintf("%d of %d actions from %v to %v succeeded", ok, began, from, until)
		}
	}
	return ""
}

// wholeCycle is how long one is refused at most by a window of ten minutes that refused requests
// begin anew, if one waits for a minute, and twice as long each time: 31 minutes. More is assumed.
const wholeCycle = 40 * time.Minute

// restarts reports whether a window of the carrier's own begins anew with each refused request. Who
// needs more than fits into it is refused most of the time: that he is served at all is enough.
func (t *trial) restarts() bool {
	restarts := func(m fakecarrier.Meter) bool { return m.Limit.Kind == quota.Restarting }
	return t.Carrier.Metered() && slices.ContainsFunc(t.profile.Meters, restarts)
}

// unservable reports whether there is a reason why nobody would be served.
func (t *trial) unservable() bool {
	return lying(t.Scenario) || !t.knows && forgets(t.Scenario) || t.outrun() || t.hasty() ||
		t.deaf() || t.oddTokens() || t.unreadable() || t.starved() || t.tight() ||
		t.run.capped > 0 || // nobody paces calls
		t.run.lost.Loss() != measure.NotLost
}

// endsUnserved reports whether nobody is served when the run ends, and a longer one may tell
// whether that is for good: a strategy need not have noticed yet that all is over.
func (t *trial) endsUnserved() bool {
	until := t.run.length - mostWait(t.Scenario)
	began, ok := t.run.served(until-recovering, until)
	return began > 0 && ok == 0 && t.noticed()+recovering > until && !t.unservable()
}

// noticed is when a strategy must have noticed that all is over.
func (t *trial) noticed() time.Duration {
	from := t.bound.over + recovering + longestThrottling(t.Scenario)
	if t.ownLimits() && t.run.banned > 0 { // a ban that does not say so may last as long as FedEx's
		from = max(from, t.run.banned+anotherBan+recovering)
	}
	if t.run.strangers { // the clairvoyant alone sees how much room others' hits leave
		from = max(from, t.run.over+recovering)
		if !t.knows { // whoever cannot tell them from his own probes waits twice as long each time
			from += min(8*anotherBan, t.run.over)
		}
	}
	switch {
	case t.rules.Extension == throttle.OnAnyHit && !t.knows:
		// After a probe that failed the next ones come ten and twenty minutes later, and the probes of
		// each other node prolong the ban, too.
		from += time.Duration(1+2*t.run.nodes) * anotherBan
	case t.rules.Extension == throttle.OnAnyHit && t.rules.End == throttle.NextMinute:
		// The silence after it is too short by half a minute, too, and the next is twice as long.
		from += 4 * anotherBan
	case t.rules.Extension == throttle.OnAnyHit:
		// Each probe that comes too early prolongs a ban, also one that is met late.
		from += 2 * anotherBan
	case !t.knows, t.run.doubt, forgets(t.Scenario) && loses(t.Scenario):
		// Who knows of no success of another node's probes early, too, and a ban that a second one
		// prolonged looks to him like that. So does one that others prolonged to whoever met it late:
		// his own early probes may be the cause.
		from += anotherBan
	}
	return from
}
