package measure

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// written is an outcome as results of studies of format 2 have it, byte by byte.
const written = `{"started":1,"succeeded":2,"failed":3,"open":4,"bans":5,"first_ban_ns":6,` +
	`"banned_ns":7,"extensions":8,"token_requests":9,"issued":10,"token_403":11,"api_requests":12,` +
	`"api_403":13,"api_429":14,"api_401_killed":15,"api_401_expired":16,"api_401_unknown":17,` +
	`"burst_peak":18,"burst_limit":19,"average_peak":20,"average_limit":21,"latency":"AAE",` +
	`"failed_latency":"AQI","slowest_ns":22,"slowest_failed_ns":23,"recovery":{"triggered":true,` +
	`"began_ns":24,"healed_ns":25,"ongoing":false,"before":26,"before_succeeded":27,` +
	`"recovered":true,"took_ns":28,"bans_after":29,"metastable":false},"judged":true,` +
	`"unmet":["bans count==0"],"events":30,"digest":"31"}`

func TestFlat(t *testing.T) {
	flat := NewFlat()
	require.NoError(t, json.Unmarshal([]byte(written), flat))
	o := OutcomeOf(flat)
	first := time.Duration(6)
	require.Equal(t, Bans{Count: 5, First: &first, Banned: 7, Extensions: 8}, o.Bans)
	require.Equal(t, Actions{Started: 1, Succeeded: 2, Failed: 3, Open: 4}, o.Actions)
	require.Equal(t, Rejected{Killed: 15, Expired: 16, Unknown: 17}, o.API.Rejected)
	require.Equal(t, 13, o.API.Status.Forbidden)
	require.EqualValues(t, 2, o.FailedLatencies.N())
	require.Equal(t, time.Duration(28), o.Recovery.Took)
	text, err := json.Marshal(o.Flat())
	require.NoError(t, err)
	require.Equal(t, written, string(text))
	require.NoError(t, json.Unmarshal([]byte("null"), flat))
	require.Nil(t, OutcomeOf(flat))
}
