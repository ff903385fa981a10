package outside

import (
	"os"
	"testing"
)

func TestMain(m *testing.M) {
	_ = os.Setenv("TOKENSTORM_CACHE", "off") // nothing of the user's is read or written
	os.Exit(m.Run())
}
