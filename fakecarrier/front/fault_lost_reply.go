package front

// FaultLostReply closes the connection after the request took effect.
const FaultLostReply FaultKind = "lost-reply"

func init() {
	registerFault(FaultLostReply, faultKind{
		strike: func(_ *World, _ *Fault, t *trouble) { t.lost = true },
	})
}
