package deploy

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/compose-spec/compose-go/v2/cli"
	"github.com/compose-spec/compose-go/v2/types"
	"github.com/stretchr/testify/require"
)

// composed is the project of the Compose file, as docker compose reads it: held to the schema, and
// its variables filled in.
func composed(t *testing.T, text string, env ...string) (*types.Project, error) {
	folder := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(folder, "compose.yaml"), []byte(text), 0o600))
	options, err := cli.NewProjectOptions(nil, cli.WithWorkingDirectory(folder), cli.WithEnv(env),
		cli.WithDefaultConfigPath)
	require.NoError(t, err)
	return options.LoadProject(t.Context())
}

// The command of the service is run as it stands, but for the files and the ports that Compose
// would put there, and ends well when it would be told to.
func TestCompose(t *testing.T) {
	text, err := os.ReadFile("compose/compose.yaml")
	require.NoError(t, err)
	project, err := composed(t, string(text))
	require.NoError(t, err)
	service := project.Services["fakecarrier"]
	require.Equal(t, "tokenstorm:latest", service.Image)
	for _, port := range service.Ports {
		require.Equal(t, "127.0.0.1", port.HostIP, "nobody else reaches it")
	}
	given := project.Configs[service.Configs[0].Source]
	require.Equal(t, "fakecarrier.yaml", filepath.Base(given.File))
	secret := project.Secrets[service.Secrets[0].Source]
	require.Equal(t, "admin-token", filepath.Base(secret.File))

	config, err := os.ReadFile("compose/fakecarrier.yaml")
	require.NoError(t, err)
	serves(t, string(config), service.Command, service.Configs[0].Target)

	other, err := composed(t, string(text), "TOKENSTORM_VERSION=0.1.0")
	require.NoError(t, err)
	require.Equal(t, "tokenstorm:0.1.0", other.Services["fakecarrier"].Image)
	_, err = composed(t, strings.Replace(string(text), "read_only", "readonly", 1))
	require.ErrorContains(t, err, "readonly")
}
