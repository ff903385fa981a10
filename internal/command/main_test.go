package command

import (
	"os"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	if _, given := os.LookupEnv("TOKENSTORM_CACHE"); !given {
		_ = os.Setenv("TOKENSTORM_CACHE", "off") // nothing of the user's is read or written
	}
	testscript.Main(m, map[string]func(){"tokenstorm": func() { Main() }})
}
