package command

import (
	"os"
	"strings"

	"github.com/tokenstorm/tokenstorm/fakecarrier/server"
)

// adminTokenVariable is where the admin token is looked for unless a file is named. A secret is no
// word of a command line, which everybody on the machine can read.
const adminTokenVariable = "TOKENSTORM_ADMIN_TOKEN"

// adminToken reads the admin token from the file, as the server that asks for it does; from the
// environment if none is named. Empty is none.
func adminToken(file string) (string, error) {
	if file == "" {
		return strings.TrimSpace(os.Getenv(adminTokenVariable)), nil
	}
	return server.ReadAdminToken(file)
}
