package wire

import (
	"errors"
	"fmt"
)

// Check returns an error if a carrier cannot be served. The error names all that is missing.
func (w *Wire) Check() error {
	var missing []error
	for _, m := range []struct {
		what string
		is   bool
	}{
		{"the path of the token endpoint", w.Token == ""}, {"a grant type", len(w.Grants) == 0},
		{"${token} as a member of Issued", w.MemberOf("token") == ""},
		{"a JWT with a signature", w.JWT.Signature == 0},
	} {
		if m.is {
			missing = append(missing, errors.New("wire: found nothing; meant "+m.what))
		}
	}
	for o := range Outcome(len(Answered.Choices())) {
		if _, ok := w.Answer(o); !ok && o != Answered {
			missing = append(missing, fmt.Errorf("wire: found no answer to %v; meant one in Answers", o))
		}
	}
	return errors.Join(missing...)
}
