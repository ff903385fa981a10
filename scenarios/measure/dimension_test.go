package measure

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/fakecarrier/quota"
	"github.com/tokenstorm/tokenstorm/fakecarrier/throttle"
)

// What a part of a run came to is what a run of the records of that part alone, and of those that
// are everybody's, would come to.
func TestPartsAreRunsOfTheirOwn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		course := Course{
			Length: time.Minute, Customers: 2, PublicIPs: 1,
			Carriers: []CarrierCourse{
				{Name: "fedex", Sessions: true, Burst: quota.Limit{Hits: 2, Window: 5 * time.Second}},
				{Name: "ups", Key: throttle.ByClient, Average: quota.Limit{Hits: 3, Window: 9 * time.Second}},
			},
			Troubles: []Trouble{{}, {Carrier: new(uint8(1)), Lasts: true}},
			Classes:  []string{"labels", "pickups"}, Groups: []string{"naive", "lock"},
			From: time.Duration(rapid.IntRange(0, 30).Draw(t, "from")) * time.Second,
		}
		plain := course
		plain.Classes, plain.Groups, plain.part = nil, nil, true
		all := drawRecords(t)
		whole := outcomeOf(course, all, func(*Record) bool { return true })
		everybodys := func(r *Record) bool {
			return r.Kind == FaultBegan || r.Kind == SessionBegan || r.Kind == BanImposed
		}
		for i, name := range course.Classes {
			require.Equal(t, outcomeOf(plain, all, func(r *Record) bool {
				return everybodys(r) || r.By == ByFleet && int(r.Class) == i+1
			}), whole.Classes[name], name)
		}
		for i, name := range course.Groups {
			require.Equal(t, outcomeOf(plain, all, func(r *Record) bool {
				lostByNobody := r.Kind == SessionLost && r.Serial == 0
				return everybodys(r) || r.By == ByFleet && int(r.Group) == i && !lostByNobody
			}), whole.Groups[name], name)
		}
		actions, requests, bans, lost := 0, 0, 0, 0
		for i, of := range course.Carriers {
			alone := plain
			alone.Carriers = make([]CarrierCourse, 2)
			alone.Carriers[i] = of
			part := outcomeOf(alone, all, func(r *Record) bool {
				return int(r.Carrier) == i || r.Kind == FaultBegan && r.Fault == 0
			})
			require.Equal(t, part, whole.Carriers[of.Name], of.Name)
			require.Equal(t, of.Sessions, part.Sessions != nil)
			actions, requests = actions+part.Actions.Started, requests+part.Token.Requests
			bans += part.Bans.Count
			if part.Sessions != nil {
				lost += part.Sessions.Lost
			}
		}
		require.Equal(t, []int{whole.Actions.Started, whole.Token.Requests, whole.Bans.Count,
			whole.Sessions.Lost}, []int{actions, requests, bans, lost}, "the carriers' add up")
	})
}

// drawRecords draws what could happen in a run: each session is lost and begins in turns.
func drawRecords(t *rapid.T) []Record {
	kinds := []Kind{ActionStarted, TokenJudged, APIJudged, FaultBegan, SessionLost, BanImposed}
	var all []Record
	lost := [2]bool{}
	for i := range rapid.IntRange(0, 60).Draw(t, "records") {
		r := Record{
			At:   time.Duration(i) * time.Second,
			Kind: rapid.SampledFrom(kinds).Draw(t, "kind"), Serial: uint64(i % 3),
			Customer: uint16(rapid.IntRange(0, 1).Draw(t, "customer")),
			Class:    uint8(rapid.IntRange(0, 2).Draw(t, "class")),
			Group:    uint8(rapid.IntRange(0, 1).Draw(t, "group")),
			Carrier:  uint8(rapid.IntRange(0, 1).Draw(t, "carrier")),
			Status:   rapid.SampledFrom([]uint16{200, 401, 403}).Draw(t, "status"),
		}
		switch r.Kind {
		case FaultBegan:
			r.Fault = uint16(r.Carrier)
		case TokenJudged, APIJudged:
			r.By = uint8(rapid.IntRange(0, 2).Draw(t, "by"))
			r.Ban = fakecarrier.BanChange(rapid.IntRange(0, 2).Draw(t, "ban"))
			r.BannedUntil = r.At + 5*time.Second
		case SessionLost:
			r.Carrier = 0 // the one with refresh tokens
			of := &lost[r.Customer]
			if r.Since = r.At; *of {
				r.Kind = SessionBegan
			}
			*of = !*of
		}
		all = append(all, r)
	}
	return all
}

// outcomeOf is the outcome of the records that belong to a run.
func outcomeOf(c Course, all []Record, belongs func(*Record) bool) *Outcome {
	t := NewTally(c)
	for i := range all {
		if belongs(&all[i]) {
			t.Add(&all[i])
		}
	}
	t.Close()
	return &t.Outcome
}

// The part that is named after the strategy of the run is the first one, and has a second name.
func TestComparedPart(t *testing.T) {
	groups, classes := Dimensions()[1], Dimensions()[0]
	o := &Outcome{
		Strategy: "lock", Groups: Portions{"lock": {}, "alone": {}, "naive": {}},
		Classes: Portions{"lock": {}, "compared": {Events: 1}, "bulk": {}},
	}
	require.Equal(t, []string{"lock", "alone", "naive"}, groups.Parts(o))
	require.Same(t, o.Groups["lock"], groups.Part(o, Compared))
	require.Equal(t, []string{"bulk", "compared", "lock"}, classes.Parts(o))
	require.Same(t, o.Classes["compared"], classes.Part(o, Compared))
	require.Nil(t, classes.Part(o, "none"))
}
