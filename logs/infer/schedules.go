package infer

import "time"

// A Schedule is when requests are to be sent, from a whole ten minutes of the clock on.
type Schedule struct {
	What string
	At   []time.Duration
}

// Schedules are those that readings of FedEx's thresholds answer differently, each the smallest
// that some readings differ in. They begin a little after a whole second, and keep away from its
// edges by as much as clocks may differ.
func Schedules() []Schedule {
	const s, ms = time.Second, time.Millisecond
	herd := func(n int, at time.Duration) (all []time.Duration) {
		for i := range n {
			all = append(all, at+time.Duration(i)*ms)
		}
		return all
	}
	evenly := func(n int, at, gap time.Duration) (all []time.Duration) {
		for i := range n {
			all = append(all, at+time.Duration(i)*gap)
		}
		return all
	}
	each := func(n, seconds int) (all []time.Duration) {
		for i := range seconds {
			all = append(all, herd(n, time.Duration(i)*s+300*ms)...)
		}
		return all
	}
	all := func(parts ...[]time.Duration) (joined []time.Duration) {
		for _, p := range parts {
			joined = append(joined, p...)
		}
		return joined
	}
	slow := 720 * ms // no burst reading has more than 14 hits of it
	return []Schedule{
		{"3 requests at once", herd(3, 300*ms)},
		{"4 requests at once", herd(4, 300*ms)},
		{"2 requests at 0.9 s, 2 at 1.1 s", all(herd(2, 900*ms), herd(2, 1100*ms))},
		{"15 requests at once", herd(15, 300*ms)},
		{"16 requests at once", herd(16, 300*ms)},
		{"16 requests in 4.8 s, evenly", evenly(16, 100*ms, 320*ms)},
		{"8 requests at 4.8 s, 8 at 5.1 s: astride 5 s of the clock",
			all(herd(8, 4800*ms), herd(8, 5100*ms))},
		{"15 requests at 0.2 s, one at 5.8 s", all(herd(15, 200*ms), herd(1, 5800*ms))},
		{"15 requests at 0.2 s, one at 9.5 s", all(herd(15, 200*ms), herd(1, 9500*ms))},
		{"14 requests at 0.2 s, one at 5.8 s", all(herd(14, 200*ms), herd(1, 5800*ms))},
		{"14 requests at 0.2 s, one at 9.5 s", all(herd(14, 200*ms), herd(1, 9500*ms))},
		{"3 requests in each of 5 s of the clock", each(3, 5)},
		{"4 requests in each of 5 s of the clock", each(4, 5)},
		{"one request in 290 ms for 7 s", evenly(25, 100*ms, 290*ms)},
		{"one request in 230 ms for 8 s", evenly(35, 100*ms, 230*ms)},
		{"one request in 720 ms, 120 times", evenly(120, 300*ms, slow)},
		{"one request in 720 ms, 121 times", evenly(121, 300*ms, slow)},
		{"one request in 720 ms, 121 times, from 70 s on: astride 120 s of the clock",
			evenly(121, 70*s, slow)},
		{"one request in 720 ms, 120 times, one at 124.5 s",
			all(evenly(120, 300*ms, slow), herd(1, 124500*ms))},
		{"one request in 720 ms, 120 times, one at 170 s",
			all(evenly(120, 300*ms, slow), herd(1, 170*s))},
		{"one request in each of 120 s of the clock", each(1, 120)},
		{"2 requests in each of 120 s of the clock", each(2, 120)},
		{"25 requests at once, then one after 1, 2, 5, 10, 30 and 59 s", all(herd(25, 300*ms),
			[]time.Duration{1300 * ms, 2300 * ms, 5300 * ms, 10300 * ms, 30300 * ms, 59300 * ms})},
		{"25 requests at once, one after 5 min, one after 10 min 5 s",
			all(herd(25, 300*ms), herd(1, 300*s), herd(1, 605*s))},
		{"25 requests at once, 25 after 5 min, one after 10 min 5 s, one after 15 min 10 s",
			all(herd(25, 300*ms), herd(25, 300*s), herd(1, 605*s), herd(1, 910*s))},
	}
}
