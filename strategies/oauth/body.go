package oauth

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
)

// A repeatableBody hands out a request's body once for each attempt.
type repeatableBody struct {
	first io.ReadCloser                 // nil: none, or handed out
	again func() (io.ReadCloser, error) // nil: cannot be repeated
	began bool
}

// body makes request's body repeatable if it can be.
func (t *Transport) body(request *http.Request) (*repeatableBody, error) {
	switch {
	case request.Body == nil || request.Body == http.NoBody:
		none := func() (io.ReadCloser, error) { return request.Body, nil }
		return &repeatableBody{first: request.Body, again: none}, nil
	case request.GetBody != nil:
		return &repeatableBody{first: request.Body, again: request.GetBody}, nil
	}
	keep := t.Keep
	if keep == 0 {
		keep = defaultKeep
	}
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
	again := func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(kept)), nil }
	first, _ := again()
	return &repeatableBody{first: first, again: again}, nil
}

type readCloser struct {
	io.Reader
	io.Closer
}

// next returns the body for the next attempt, which closes it.
func (b *repeatableBody) next() (io.ReadCloser, error) {
	if !b.began {
		b.began = true
		body := b.first
		b.first = nil
		return body, nil
	}
	if b.again == nil {
		return nil, ErrUnrepeatable
	}
	return b.again()
}

// close closes a body that no attempt was made with: a RoundTripper always closes it.
func (b *repeatableBody) close() {
	if b.first != nil {
		b.first.Close()
	}
}
