package workload

import "slices"

// Seats number the clients of a log, in order of their first appearance.
type Seats map[string]int

// Of returns the seat of a client.
func (s Seats) Of(client string) int {
	seat, ok := s[client]
	if !ok {
		seat = len(s)
		s[client] = seat
	}
	return seat
}

// Deal returns the node and the customer that a seat is dealt to: all customers of the first node
// come first.
func Deal(seat, nodes, customers int) (node, customer int) {
	return seat / customers % nodes, seat % customers
}

// addressed keeps the arrivals of those nodes and customers that who names.
func (s *Scope) addressed(list []arrival) []arrival {
	if s.Who == nil {
		return list
	}
	return slices.DeleteFunc(list, func(a arrival) bool {
		return !s.Who.means(a.Node, a.Customer)
	})
}
