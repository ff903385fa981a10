package strategies

import (
	"testing"

	"github.com/stretchr/testify/mock"
	"github.com/stretchr/testify/require"
)

func TestResendRepeatsFailures(t *testing.T) {
	for name, test := range map[string]struct {
		part  resendPart
		err   error
		sends int
	}{
		"success":            {resendPart{times: 1}, nil, 1},
		"any error":          {resendPart{times: 1}, ErrShed, 2},
		"a status named":     {resendPart{times: 2, on: []int{500}}, &StatusError{500}, 3},
		"a status not named": {resendPart{times: 2, on: []int{500}}, &StatusError{403}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			next := NewMockSource(t)
			next.EXPECT().Token(mock.Anything, Token{}).Return(Token{}, test.err).Times(test.sends)
			_, err := test.part.Source(Env{}, next).Token(t.Context(), Token{})
			require.Equal(t, test.err, err)
		})
	}
}
