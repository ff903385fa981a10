package wire

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// What a wire lacks is named, all of it.
func TestCheck(t *testing.T) {
	some := Answer{Status: 400, Body: "{}"}
	w := Wire{
		Token: "/token", Grants: []string{"client_credentials"}, Issued: `{"token": "${token}"}`,
		JWT: JWT{Signature: 256},
		Answers: map[Outcome]Answer{
			Malformed: some, WrongCredentials: some, BadToken: some, NotFound: some, Forbidden: some,
			Throttled: some, Failure: some, Unavailable: some,
		},
	}
	require.NoError(t, w.Check())
	delete(w.Answers, Throttled)
	w.Token, w.Issued = "", "{}"
	require.EqualError(t, w.Check(), "wire: found nothing; meant the path of the token endpoint\n"+
		"wire: found nothing; meant ${token} as a member of Issued\n"+
		"wire: found no answer to throttled; meant one in Answers\n"+
		"wire: found no answer to quota-exceeded; meant one in Answers")
}

// An outcome without an answer has that of the outcome that stands in, or none.
func TestAnswerStandsIn(t *testing.T) {
	w := Wire{Answers: map[Outcome]Answer{Forbidden: {Status: 403}, BannedHTML: {Status: 451}}}
	for _, c := range []struct {
		of     Outcome
		status int
	}{
		{Forbidden, 403}, {Banned, 403}, {BannedHTML, 451},
		{Answered, 0}, {Malformed, 0}, {InvalidCode, 0},
	} {
		a, ok := w.Answer(c.of)
		require.Equal(t, c.status, a.Status, c.of)
		require.Equal(t, c.status != 0, ok, c.of)
	}
}

func TestMemberOf(t *testing.T) {
	w := Wire{Issued: `{"a":"${x}", "token" : "${token}","lives" : ${expires_in}}`}
	require.Equal(t, "token", w.MemberOf("token"))
	require.Equal(t, "lives", w.MemberOf("expires_in"))
	require.Empty(t, w.MemberOf("refresh"))
	w.Issued = `{"life":${expires_in}}`
	require.Equal(t, "life", w.MemberOf("expires_in"), "the first member")
	w.Issued = `"${token}`
	require.Empty(t, w.MemberOf("token"), "no name before it")
	w.Issued = `${token}`
	require.Empty(t, w.MemberOf("token"))
}

// A body loses a member, its comma with it, wherever it stands.
func TestWithout(t *testing.T) {
	for body, want := range map[string]string{
		`{"a":1,"expires_in":${expires_in},"b":2}`:     `{"a":1,"b":2}`,
		`{"a":1,"expires_in" : "${expires_in}"}`:       `{"a":1}`,
		`{"lives":${expires_in}, "b":2}`:               `{"b":2}`,
		`{"lives":${expires_in}}`:                      `{}`,
		`{"a":1,"refresh_expires_in":${refresh_life}}`: `{"a":1,"refresh_expires_in":${refresh_life}}`,
	} {
		require.Equal(t, want, Without(body, "expires_in"), body)
		require.Equal(t, body, Without(body, ""))
	}
}
