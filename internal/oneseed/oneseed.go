// Package oneseed gives the property tests of whoever imports it one seed, so that the verdict on a
// commit never differs from run to run. -rapid.seed=N on the command line takes another seed, and
// make slow PART=properties takes new ones.
package oneseed

import (
	"flag"

	_ "pgregory.net/rapid" // registers the flag
)

func init() {
	if err := flag.Set("rapid.seed", "1"); err != nil {
		panic(err)
	}
}
