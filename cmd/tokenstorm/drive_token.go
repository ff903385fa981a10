package main

import (
	"fmt"
	"os"
	"strings"
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
	data, err := os.ReadFile(file)
	if err != nil {
		return "", err
	}
	token := strings.TrimSpace(string(data))
	if token == "" {
		return "", fmt.Errorf("found nothing in %s; meant an admin token", file)
	}
	return token, nil
}
