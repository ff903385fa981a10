package measure

// Percentiles are those of the latencies of a run that are figures of a study, in milliseconds; NaN
// of none.
type Percentiles struct{ P50, P99, FailedP50 float64 }

func p50(o *Outcome) float64 {
	if o.Percentiles != nil {
		return o.Percentiles.P50
	}
	return percentile(o.Latencies, 50, o.Slowest)
}

func p99(o *Outcome) float64 {
	if o.Percentiles != nil {
		return o.Percentiles.P99
	}
	return percentile(o.Latencies, 99, o.Slowest)
}

func failedP50(o *Outcome) float64 {
	if o.Percentiles != nil {
		return o.Percentiles.FailedP50
	}
	return percentile(o.FailedLatencies, 50, o.SlowestFailed)
}

// Folded is the outcome without its latencies, which are most of it: of them it has what figures
// are made of. The parts of the run are folded as well.
func (o *Outcome) Folded() *Outcome {
	f := *o
	f.Percentiles = &Percentiles{P50: p50(o), P99: p99(o), FailedP50: failedP50(o)}
	f.Latencies, f.FailedLatencies = Histogram{}, Histogram{}
	for _, d := range dimensions {
		parts := *d.in(o)
		if parts == nil {
			continue
		}
		folded := Portions{}
		for _, name := range d.Parts(o) {
			folded[name] = parts[name].Folded()
		}
		*d.in(&f) = folded
	}
	return &f
}
