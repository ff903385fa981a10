package fakecarrier

import (
	"github.com/tokenstorm/tokenstorm/fakecarrier/throttle"
)

// keyed holds a value, whose zero is none, for each key that was seen: an IP, a client id, or a
// pair.
type keyed[T any] struct {
	key    throttle.Key
	single []T
	paired [][]T // by IP, then by client
}

// of returns the value that a request falls under, zero where it has none yet.
func (k *keyed[T]) of(ip IP, cl Client) (value T) {
	row, i := k.single, int(ip)
	switch k.key {
	case throttle.ByIP:
	case throttle.ByClient:
		i = int(cl)
	case throttle.ByIPAndClient:
		if i >= len(k.paired) {
			return value
		}
		row, i = k.paired[i], int(cl)
	}
	if i >= len(row) {
		return value
	}
	return row[i]
}

// set makes a value the one that a request falls under.
func (k *keyed[T]) set(ip IP, cl Client, value T) {
	row, i := &k.single, int(ip)
	switch k.key {
	case throttle.ByIP:
	case throttle.ByClient:
		i = int(cl)
	case throttle.ByIPAndClient:
		k.paired = reach(k.paired, i)
		row, i = &k.paired[i], int(cl)
	}
	*row = reach(*row, i)
	(*row)[i] = value
}

// each shows every value, none included, in the order of the keys' numbers; an IP or a client is 0
// where it is no part of the key.
func (k *keyed[T]) each(show func(ip IP, cl Client, value T)) {
	for i, value := range k.single {
		if k.key == throttle.ByClient {
			show(0, Client(i), value)
		} else {
			show(IP(i), 0, value)
		}
	}
	for ip, row := range k.paired {
		for cl, value := range row {
			show(IP(ip), Client(cl), value)
		}
	}
}
