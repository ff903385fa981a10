package oauth

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"net/http"
)

// repeatable returns request, or a copy of it, with a GetBody. If its body is too large to keep,
// there is none: the copy can be sent once.
func (t *Transport) repeatable(request *http.Request) (*http.Request, error) {
	if request.Body == nil || request.Body == http.NoBody || request.GetBody != nil {
		return request, nil
	}
	keep := cmp.Or(t.Keep, defaultKeep)
	kept, err := io.ReadAll(io.LimitReader(request.Body, keep+1))
	if err != nil {
		request.Body.Close()
		return nil, fmt.Errorf("oauth: body: %w", err)
	}
	again := request.WithContext(request.Context())
	if int64(len(kept)) > keep {
		again.Body = struct {
			io.Reader
			io.Closer
		}{io.MultiReader(bytes.NewReader(kept), request.Body), request.Body}
		return again, nil
	}
	request.Body.Close()
	again.GetBody = func() (io.ReadCloser, error) {
		return io.NopCloser(bytes.NewReader(kept)), nil
	}
	again.Body, err = again.GetBody()
	return again, err
}

// body returns the body of the next attempt, which closes it.
func (a *attempts) body() (io.ReadCloser, error) {
	switch {
	case !a.sent, a.request.Body == nil, a.request.Body == http.NoBody:
		return a.request.Body, nil
	case a.request.GetBody == nil:
		return nil, ErrUnrepeatable
	}
	return a.request.GetBody()
}
