package front

import "errors"

// FaultErrors answers a share of the requests with an error, for no reason of theirs.
const FaultErrors FaultKind = "error-rate"

func init() {
	registerFault(FaultErrors, faultKind{
		fails: true,
		check: func(f *Fault) error {
			if f.Share == 0 {
				return errors.New("an error rate needs its share")
			}
			return nil
		},
		strike: fail,
	})
}
