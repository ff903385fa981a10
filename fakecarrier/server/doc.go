// Package server puts a fake carrier on the network: many independent worlds behind one address,
// each with a clock of its own, and an admin API that moves time, imposes bans and gives a verdict.
//
// [New] makes the handlers, [Run] serves them until its context ends. Real time comes from a
// clockwork.Clock that the caller provides.
package server
