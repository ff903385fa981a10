package wire

import (
	"errors"
	"fmt"
	"strings"
)

// Check returns an error if a carrier cannot be served. The error names all that is missing.
func (w *Wire) Check() error {
	var missing []error
	need := func(given bool, what string) {
		if !given {
			missing = append(missing, errors.New("wire: found nothing; meant "+what))
		}
	}
	need(w.Token != "", "the path of the token endpoint")
	need(len(w.Grants) > 0, "a grant type")
	need(w.MemberOf("token") != "", "${token} as a member of Issued")
	need(w.JWT.Signature > 0 || w.JWT.Signed != "", "a JWT with a signature")
	switch w.JWT.Signed {
	case "":
	case "RS256", "ES256":
		need(w.OpenID != nil && w.OpenID.Keys != "", "the path of the keys that sign its JWT")
		need(strings.Contains(w.JWT.Payload, `"${jti}"`), "${jti} as a member of the JWT's Payload")
	default:
		missing = append(missing, fmt.Errorf("wire: found a JWT signed by %q; meant RS256 or ES256",
			w.JWT.Signed))
	}
	for o := range Outcome(len(Answered.Choices())) {
		if _, ok := w.Answer(o); !ok && o != Answered {
			missing = append(missing, fmt.Errorf("wire: found no answer to %v; meant one in Answers", o))
		}
	}
	return errors.Join(missing...)
}
