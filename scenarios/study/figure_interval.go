package study

import (
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// Within is the interval of the mean of a figure, within what the figure can be.
func (m *Mean) Within(f *measure.Figure) Interval {
	i := m.Interval()
	return Interval{max(0, i.Low), min(f.Most(), i.High)}
}

// Within is the interval of a difference of a figure, within what it can be.
func (d *Difference) Within(f *measure.Figure) Interval {
	i := d.Interval()
	return Interval{max(-f.Most(), i.Low), min(f.Most(), i.High)}
}
