// Package hunt looks for scenarios that break a strategy. It draws scenarios of all that a file may
// say, runs the strategy in each beside the clairvoyant, keeps what comes nearest to breaking a
// property, and mutates it. What it finds is made as small as it gets while the same property
// breaks by the same cause. It is a function of the seed and of how many scenarios are looked at.
package hunt
