// Package world carries a scenario out on virtual time: fleet, network and carrier, from the first
// click to the last record.
package world
