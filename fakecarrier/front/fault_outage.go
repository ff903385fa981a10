package front

import "fmt"

// FaultOutage answers every request with an error, for no reason of the request's.
const FaultOutage FaultKind = "outage"

func init() {
	registerFault(FaultOutage, faultKind{
		fails: true,
		check: func(f *Fault) error {
			if f.Share != 0 && f.Share != 1 {
				return fmt.Errorf("an outage hits all requests, a share of %v is an error rate", f.Share)
			}
			return nil
		},
		strike: fail,
	})
}

// fail answers with the fault's status, unless another fault has answered already.
func fail(_ *World, f *Fault, t *trouble) {
	if t.status == 0 {
		t.status, t.code, t.until = f.Status, f.Code, f.Until
	}
}
