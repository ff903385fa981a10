package fakecarrier

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// The carrier at a host is the one of whose hosts one covers it: hosts of all carriers, with a
// label before and behind, and without their first.
func TestAtHostIsWhoCoversIt(t *testing.T) {
	for _, name := range Profiles() {
		for _, of := range profiles[name].Hosts {
			for _, host := range []string{of, "a." + of, of + ".a", of[1:], "a" + of, "a" + of[1:]} {
				want := ""
				for _, other := range Profiles() {
					for _, covering := range profiles[other].Hosts {
						if covers(covering, host) {
							want = other
						}
					}
				}
				p, _ := AtHost(host)
				require.Equal(t, want, p.Name, host)
			}
		}
	}
}
