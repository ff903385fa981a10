package strategies

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestStatusOfAnError(t *testing.T) {
	for want, errs := range map[int][]error{
		0:   {nil, ErrShed, ErrOpen, context.Canceled},
		403: {&StatusError{Status: 403}, fmt.Errorf("token: %w", &StatusError{Status: 403})},
		500: {errors.Join(ErrShed, &StatusError{Status: 500}, &StatusError{Status: 403})},
	} {
		for _, err := range errs {
			require.Equal(t, want, Status(err), "%v", err)
		}
	}
}
