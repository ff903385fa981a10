// Package outside holds tests that see tokenstorm as others do: from modules outside ours, which
// get this tree from a module proxy. It has no code but tests.
package outside
