package storm

import (
	"cmp"
	"slices"

	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

func (t *rowMaker) calls() []Call {
	list := []Call{}
	for _, q := range t.requests {
		if action := t.row(q.first.Action); !q.token && action != Absent {
			list = append(list, Call{
				Action: action, Sent: q.sent, Judged: q.judged, Answered: q.answered,
				Status: int64(q.carrier.Status), Token: shownToken(&q.first),
				Killer: int64(q.carrier.KilledBy), Reason: t.word(q.carrier.Reason.String()),
			})
		}
	}
	slices.SortStableFunc(list, func(a, b Call) int { return cmp.Compare(a.Sent, b.Sent) })
	return list
}

// hits are the token requests; of too many those nearest to the centre.
func (t *rowMaker) hits() []Hit {
	list := []Hit{}
	for _, q := range t.requests {
		if !q.token || q.judged == Absent && t.row(q.first.Action) == Absent {
			continue
		}
		node, metered := int64(q.first.Node), int64(0)
		if q.first.By != measure.ByFleet {
			node = Absent
		}
		if int(q.first.IP) == t.w.centre.ip && q.first.By != measure.ByOutsider {
			metered = 1
		}
		list = append(list, Hit{
			Serial: int64(q.first.Serial), Action: t.row(q.first.Action), Node: node,
			Customer: int64(q.first.Customer), Sent: q.sent, Judged: q.judged,
			Answered: q.answered, Status: int64(q.carrier.Status), Token: shownToken(&q.carrier),
			Why: t.word(q.first.Why.String()), Rejected: int64(q.first.Rejected), Metered: metered,
		})
	}
	centre := t.tick(t.w.centre.at)
	slices.SortStableFunc(list, func(a, b Hit) int { return cmp.Compare(a.order(), b.order()) })
	if len(list) > mostHits {
		past, _ := slices.BinarySearchFunc(list, centre+1,
			func(h Hit, at int64) int { return cmp.Compare(h.order(), at) })
		begin := min(max(0, past-mostHits*3/4), len(list)-mostHits)
		list = list[begin : begin+mostHits]
	}
	return list
}

// order is by arrival; what never arrived, by sending.
func (h *Hit) order() int64 {
	if h.Judged == Absent {
		return h.Sent
	}
	return h.Judged
}

// shownToken is the token of a record; 0 where it is not one that the carrier issued.
func shownToken(r *measure.Record) int64 {
	if r.Token == measure.WithoutRights {
		return 0
	}
	return int64(r.Token)
}
