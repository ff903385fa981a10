package lineage

import (
	"fmt"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
)

// A whom is whom a ban hits, as far as records tell.
type whom struct {
	key          fakecarrier.Key
	ip, customer int
}

// has reports whether the ban hits who sends from an address with a customer's credentials.
func (w whom) has(ip, customer int) bool {
	switch w.key {
	case fakecarrier.ByIP:
		return ip == w.ip
	case fakecarrier.ByClient, fakecarrier.ByRefreshToken:
		return customer == w.customer
	case fakecarrier.ByIPAndClient:
		return ip == w.ip && customer == w.customer
	}
	return true
}

func (w whom) String() string {
	switch w.key {
	case fakecarrier.ByClient:
		return fmt.Sprintf("customer %d", w.customer)
	case fakecarrier.ByIPAndClient:
		return fmt.Sprintf("customer %d at public IP %d", w.customer, w.ip)
	case fakecarrier.ByRefreshToken:
		return fmt.Sprintf("a refresh token of customer %d", w.customer)
	case fakecarrier.ByGrantType:
		return "everybody's grant of that type"
	case fakecarrier.Together:
		return "everybody"
	}
	return fmt.Sprintf("public IP %d", w.ip)
}
