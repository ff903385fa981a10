package fakecarrier

import (
	"fmt"
	"slices"

	"github.com/tokenstorm/tokenstorm/fakecarrier/quota"
)

// all is every limit once, in the order in which they object.
func (m *metering) all() (all []*limit) {
	for _, limits := range m.limits {
		for _, l := range limits {
			if !slices.Contains(all, l) {
				all = append(all, l)
			}
		}
	}
	slices.SortStableFunc(all, func(a, b *limit) int { return int(a.number) - int(b.number) })
	return all
}

func (b *banBook) state() (s bookState, err error) {
	s.Callers = []callerState{}
	err = b.eachKey(func(k *caller) bool { return k == nil }, func(key []int, k *caller) error {
		one := callerState{
			Key: key, Rules: []string{}, From: someInstant(k.from), Until: someInstant(k.until),
		}
		for _, rule := range k.rules {
			text, err := quota.StateOf(rule)
			if err != nil {
				return err
			}
			one.Rules = append(one.Rules, text)
		}
		s.Callers = append(s.Callers, one)
		return nil
	})
	return s, err
}

func (b *banBook) restore(s *bookState, bounds keyBounds) error {
	for _, one := range s.Callers {
		k := &caller{rules: b.fresh(), from: ofInstant(one.From), until: ofInstant(one.Until)}
		if len(one.Rules) != len(k.rules) {
			return fmt.Errorf("found %d rules of a caller; meant %d, one for each meter", len(one.Rules),
				len(k.rules))
		}
		for i, text := range one.Rules {
			if err := quota.Restore(k.rules[i], text); err != nil {
				return err
			}
		}
		if err := b.setKey(one.Key, bounds, k); err != nil {
			return err
		}
	}
	return nil
}

func (l *limit) state() (s limitState, err error) {
	s.Callers = []ruleState{}
	err = l.eachKey(func(r quota.Rule) bool { return r == nil }, func(key []int, r quota.Rule) error {
		text, err := quota.StateOf(r)
		s.Callers = append(s.Callers, ruleState{key, text})
		return err
	})
	return s, err
}

func (l *limit) restore(s *limitState, bounds keyBounds) error {
	for _, one := range s.Callers {
		rule := l.rule(l.throttle)
		if err := quota.Restore(rule, one.Rule); err != nil {
			return err
		}
		if err := l.setKey(one.Key, bounds, rule); err != nil {
			return err
		}
	}
	return nil
}

// eachKey shows every value that there is with the numbers of its key, in their order.
func (k *keyed[T]) eachKey(none func(T) bool, show func(key []int, value T) error) error {
	for i, value := range k.single {
		if none(value) {
			continue
		}
		if err := show([]int{i}, value); err != nil {
			return err
		}
	}
	for i, row := range k.paired {
		for j, value := range row {
			if none(value) {
				continue
			}
			if err := show([]int{i, j}, value); err != nil {
				return err
			}
		}
	}
	return nil
}

// keyBounds are how many addresses and clients there are.
type keyBounds struct{ addresses, clients int }

// mostOfKey bounds the numbers of keys that are neither an address nor a client: of families, of
// refresh tokens, of grant types.
const mostOfKey = 1 << 20

// setKey makes a value the one of a key.
func (k *keyed[T]) setKey(key []int, bounds keyBounds, value T) error {
	var most []int
	switch k.key {
	case ByIP:
		most = []int{bounds.addresses}
	case ByIPAndClient:
		most = []int{bounds.addresses, bounds.clients}
	case ByClient:
		most = []int{bounds.clients}
	case ByRefreshToken:
		most = []int{mostOfKey, mostOfKey}
	case ByGrantType:
		most = []int{mostOfKey}
	case Together:
		most = []int{1}
	}
	if len(key) != len(most) {
		return fmt.Errorf("found a key of %d numbers; meant %d, for hits are counted by %v", len(key),
			len(most), k.key)
	}
	for i, n := range key {
		if n < 0 || n >= most[i] {
			return fmt.Errorf("found the key %v; meant numbers below %v", key, most)
		}
	}
	if len(key) == 1 {
		k.single = reach(k.single, key[0])
		k.single[key[0]] = value
		return nil
	}
	k.paired = reach(k.paired, key[0])
	row := &k.paired[key[0]]
	*row = reach(*row, key[1])
	(*row)[key[1]] = value
	return nil
}
