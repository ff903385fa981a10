package reports

import (
	"bytes"
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/reports/testdata/handmade"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/strategies"
)

// A lineTest is a record, and its line.
type lineTest struct {
	about  string
	record measure.Record
	want   string
}

func TestRecordLines(t *testing.T) {
	writes(t, []lineTest{{
		"a user clicks",
		measure.Record{At: 1500 * time.Microsecond, Kind: measure.ActionStarted, Action: 3,
			User: 0, Node: 1, Click: 2},
		`{"at_ms":1.5,"kind":"action_started","action":3,"user":0,"node":1,"customer":0,"click":2,` +
			`"group":"my \"own\""}`,
	}, {
		"an action of nobody fails",
		measure.Record{At: time.Second, Sent: time.Millisecond, Kind: measure.ActionFailed,
			Action: 3, User: measure.NoUser, Click: 1, Status: 401},
		`{"at_ms":1000,"kind":"action_failed","action":3,"node":0,"customer":0,"click":1,` +
			`"clicked_ms":1,"status":401,"group":"my \"own\""}`,
	}, {
		"a token request is banned",
		measure.Record{At: 2 * time.Second, Sent: time.Second, Kind: measure.TokenJudged,
			Serial: 9, Status: 403, Why: strategies.WhyRejected, Rejected: 4,
			Reason: fakecarrier.ReasonBanned, Ban: fakecarrier.BanExtended,
			Since: time.Second, BannedUntil: 602 * time.Second, User: 5},
		`{"at_ms":2000,"kind":"token_judged","request":9,"by":"fleet","user":5,"node":0,` +
			`"customer":0,"ip":0,"sent_ms":1000,"status":403,"why":"rejected","reason":"banned",` +
			`"rejected":4,"ban":"extended","rule":"","since_ms":1000,"banned_until_ms":602000,` +
			`"group":"my \"own\""}`,
	}, {
		"a neighbour asks",
		measure.Record{Kind: measure.TokenJudged, Serial: 1, By: measure.ByNeighbour,
			Status: 200, Token: 8, User: measure.NoUser, Why: strategies.WhyCold},
		`{"at_ms":0,"kind":"token_judged","request":1,"by":"neighbour","ip":0,"sent_ms":0,` +
			`"status":200,"why":"cold","token":8}`,
	}, {
		"a request is lost",
		measure.Record{Kind: measure.RequestLost, Serial: 1, Token: 8},
		`{"at_ms":0,"kind":"request_lost","request":1,"by":"fleet","user":0,"node":0,` +
			`"customer":0,"ip":0,"sent_ms":0,"token":8,"group":"my \"own\""}`,
	}, {
		"a fault begins",
		measure.Record{Kind: measure.FaultBegan, Fault: 2, User: measure.NoUser},
		`{"at_ms":0,"kind":"fault_began","fault":2}`,
	}, {
		"a ban falls from the sky",
		measure.Record{Kind: measure.BanImposed, IP: 1, BannedUntil: time.Minute},
		`{"at_ms":0,"kind":"ban_imposed","ip":1,"banned_until_ms":60000}`,
	}})
}

func TestRecordLinesOfSessions(t *testing.T) {
	writes(t, []lineTest{{
		"a session is lost by a request of the second class and group",
		measure.Record{At: 2 * time.Second, Kind: measure.SessionLost, Serial: 7, Action: 3, Node: 1,
			Customer: 1, Since: time.Second, Click: uint16(measure.LostByReuse), Class: 2, Group: 1},
		`{"at_ms":2000,"kind":"session_lost","customer":1,"since_ms":1000,"loss":"reuse",` +
			`"request":7,"action":3,"node":1,"class":"labels","group":"naive"}`,
	}, {
		"a session is lost by nobody",
		measure.Record{At: time.Second, Kind: measure.SessionLost, Since: time.Second,
			Click: uint16(measure.LostByTime)},
		`{"at_ms":1000,"kind":"session_lost","customer":0,"since_ms":1000,"loss":"time"}`,
	}, {
		"somebody signs in again",
		measure.Record{At: time.Second, Kind: measure.SessionBegan, Customer: 1, Class: 2},
		`{"at_ms":1000,"kind":"session_began","customer":1}`,
	}})
}

func writes(t *testing.T, tests []lineTest) {
	t.Helper()
	for _, test := range tests {
		t.Run(test.about, func(t *testing.T) {
			var b bytes.Buffer
			lines := NewRecordLines(&b, handmade.Town(), `my "own"`)
			lines.Add(&test.record)
			require.NoError(t, lines.Close())
			lines.Add(&test.record)
			require.NoError(t, lines.Close())
			require.Equal(t, test.want+"\n", b.String(), "what comes after the close is ignored")
			require.True(t, json.Valid(b.Bytes()))
		})
	}
}
