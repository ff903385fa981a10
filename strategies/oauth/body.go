package oauth

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"net/http"
)

// A repeatableBody returns a request's body once for each attempt.
type repeatableBody struct {
	first io.ReadCloser                 // until the first attempt takes it
	again func() (io.ReadCloser, error) // nil: there is no second attempt
}

// body makes request's body repeatable if it can be.
func (t *Transport) body(request *http.Request) (*repeatableBody, error) {
	switch {
	case request.Body == nil || request.Body == http.NoBody:
		return &repeatableBody{again: func() (io.ReadCloser, error) { return request.Body, nil }}, nil
	case request.GetBody != nil:
		return &repeatableBody{request.Body, request.GetBody}, nil
	}
	keep := cmp.Or(t.Keep, defaultKeep)
	kept, err := io.ReadAll(io.LimitReader(request.Body, keep+1))
	if err != nil {
		request.Body.Close()
		return nil, fmt.Errorf("oauth: body: %w", err)
	}
	if int64(len(kept)) > keep {
		whole := io.MultiReader(bytes.NewReader(kept), request.Body)
		return &repeatableBody{first: readCloser{whole, request.Body}}, nil
	}
	request.Body.Close()
	return &repeatableBody{again: func() (io.ReadCloser, error) {
		return io.NopCloser(bytes.NewReader(kept)), nil
	}}, nil
}

type readCloser struct {
	io.Reader
	io.Closer
}

// next returns the body for the next attempt, which closes it.
func (b *repeatableBody) next() (io.ReadCloser, error) {
	switch {
	case b.first != nil:
		body := b.first
		b.first = nil
		return body, nil
	case b.again == nil:
		return nil, ErrUnrepeatable
	}
	return b.again()
}

// close closes a body that no attempt has taken: a RoundTripper always closes it.
func (b *repeatableBody) close() {
	if b.first != nil {
		b.first.Close()
	}
}
