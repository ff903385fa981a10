// Package drive runs a scenario for real: goroutines, sockets, net/http, and the Client and
// Transport of strategies/oauth, against a carrier that listens on a port. It shares no kernel, no
// locks and no network with the simulation, so that each checks the other.
//
// Time is real time at a scale: at 60, a virtual minute is a real second. What the loopback
// interface does not have, the scenario's legs, losses, time-outs and service times, is added on
// the client's side, drawn from the streams that a simulation draws from. Whatever is due at an
// instant happens at that instant or a little later, for timers are late; how late is measured.
//
// What only the carrier knows, such as bans and why a token was refused, is read from the journal
// of its admin API, if it has the one of tokenstorm serve.
package drive
