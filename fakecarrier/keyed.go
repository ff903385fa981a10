package fakecarrier

import "github.com/tokenstorm/tokenstorm/internal/unit"

// A Key says what hits are counted by.
type Key = unit.Enum[keyNames]

type keyNames struct{}

// Names are as users type them.
func (keyNames) Names() []string {
	return []string{"ip", "client+ip", "client", "refresh-token", "grant-type", "all"}
}

// Hits are counted by public IP, by pairs of client id and public IP, by client id, by the refresh
// token that is shown, by the type of the grant that is asked for, or all together. The first three
// are numbered as those of a throttle.
const (
	ByIP Key = iota
	ByIPAndClient
	ByClient
	ByRefreshToken
	ByGrantType
	Together
)

// keyed holds a value, whose zero is none, for each key that was seen: an IP, a client id, a pair
// of them, a refresh token, a grant type, or the one key of all.
type keyed[T any] struct {
	key    Key
	single []T
	paired [][]T // by IP, then by client; by family, then by its refresh token
}

// The grant types that a request may be of. Those that show neither a refresh token nor a code are
// told apart by their Kind.
const (
	grantRefresh = iota
	grantCode
	grantPlain
)

// grantOf is the type of the grant that a request asks for.
func grantOf(r *Request) int {
	switch {
	case r.Renews:
		return grantRefresh
	case r.Code != nil:
		return grantCode
	}
	return grantPlain + int(r.Kind)
}

// A GrantType says which grants a meter counts.
type GrantType = unit.Enum[grantTypeNames]

// All of them; or those alone that show a refresh token, a code, or the client's credentials and
// nothing else.
const (
	AnyGrant GrantType = iota
	RefreshGrant
	CodeGrant
	ClientGrant
)

type grantTypeNames struct{}

// Names are as users type them.
func (grantTypeNames) Names() []string {
	return []string{"any", "refresh", "code", "client-credentials"}
}

// grantTypeOf is the type of the grant that a request asks for, as a meter has it.
func grantTypeOf(r *Request) GrantType {
	return [...]GrantType{RefreshGrant, CodeGrant, ClientGrant}[min(grantOf(r), grantPlain)]
}

// index is that of the request's key; of a pair, of its first half.
func (k *keyed[T]) index(r *Request) int {
	switch k.key {
	case ByIP, ByIPAndClient:
		return int(r.IP)
	case ByClient:
		return int(r.Client)
	case ByRefreshToken:
		return int(r.Refresh.Family)
	case ByGrantType:
		return grantOf(r)
	}
	return 0
}

// other is the number of the second half of the request's key; not ok if it is no pair.
func (k *keyed[T]) other(r *Request) (number int, ok bool) {
	switch k.key {
	case ByIPAndClient:
		return int(r.Client), true
	case ByRefreshToken:
		return int(r.Refresh.Serial), true
	}
	return 0, false
}

// of returns the value that a request falls under, zero where it has none yet.
func (k *keyed[T]) of(r *Request) (value T) {
	row, i := k.single, k.index(r)
	if j, ok := k.other(r); ok {
		if i >= len(k.paired) {
			return value
		}
		row, i = k.paired[i], j
	}
	if i >= len(row) {
		return value
	}
	return row[i]
}

// set makes a value the one that a request falls under.
func (k *keyed[T]) set(r *Request, value T) {
	row, i := &k.single, k.index(r)
	if j, ok := k.other(r); ok {
		k.paired = reach(k.paired, i)
		row, i = &k.paired[i], j
	}
	*row = reach(*row, i)
	(*row)[i] = value
}

// each shows every value, none included, in the order of the keys' numbers; an IP or a client is 0
// where it is no part of the key.
func (k *keyed[T]) each(show func(ip IP, cl Client, value T)) {
	for i, value := range k.single {
		switch k.key {
		case ByIP:
			show(IP(i), 0, value)
		case ByClient:
			show(0, Client(i), value)
		default:
			show(0, 0, value)
		}
	}
	for i, row := range k.paired {
		for j, value := range row {
			if k.key == ByIPAndClient {
				show(IP(i), Client(j), value)
			} else {
				show(0, 0, value)
			}
		}
	}
}

// clone copies every value.
func (k *keyed[T]) clone(value func(T) T) keyed[T] {
	copied := keyed[T]{k.key, make([]T, len(k.single)), make([][]T, len(k.paired))}
	for i, v := range k.single {
		copied.single[i] = value(v)
	}
	for i, row := range k.paired {
		copied.paired[i] = make([]T, len(row))
		for j, v := range row {
			copied.paired[i][j] = value(v)
		}
	}
	return copied
}
