// Package drive runs a scenario for real: goroutines, sockets, net/http, and the Client and
// Transport of strategies/oauth, against a carrier that listens on a port. It shares no kernel, no
// locks and no network with the simulation, so that each checks the other.
//
// Time is real time at a scale: at 60, a virtual minute is a real second. The scenario's legs,
// losses, time-outs and service times, which the loopback interface does not have, are added on the
// client's side and drawn from the streams of a simulation. Timers are late, so things happen a
// little later than they should; how late is measured.
//
// Bans, and why a token was refused, are known to the carrier alone. They are read from the journal
// of its admin API, if the carrier is a tokenstorm server.
package drive
