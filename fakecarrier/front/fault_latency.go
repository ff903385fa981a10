package front

// FaultLatency holds answers back.
const FaultLatency FaultKind = "latency"

func init() {
	registerFault(FaultLatency, faultKind{
		waits:  true,
		strike: func(w *World, f *Fault, t *trouble) { t.delay += f.Delay + f.Adds.Draw(w.chance) },
	})
}
