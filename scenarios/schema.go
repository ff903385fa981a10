package scenarios

import "github.com/tokenstorm/tokenstorm/internal/strict"

// Schema returns the JSON schema of scenario files, with every fault and every load that is
// registered. It refuses what Load refuses, but for what only a look at several values together can
// see.
func Schema() ([]byte, error) {
	return strict.Schema(new(Scenario), "A tokenstorm scenario")
}
