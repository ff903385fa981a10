//go:build release

package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-containerregistry/pkg/v1/layout"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/validate"
	"github.com/stretchr/testify/require"
)

// Each image of the layout is whole, and its program runs in a folder that holds nothing else, as
// its user.
func TestImage(t *testing.T) {
	archive, err := os.Open(only(t, "tokenstorm_*_image.tar"))
	require.NoError(t, err)
	defer archive.Close()
	at, err := layout.FromPath(written(t, untarred(t, archive)))
	require.NoError(t, err)
	outer, err := at.ImageIndex()
	require.NoError(t, err)
	names, err := outer.IndexManifest()
	require.NoError(t, err)
	require.Len(t, names.Manifests, 1, "podman does not know which to load")
	index, err := outer.ImageIndex(names.Manifests[0].Digest)
	require.NoError(t, err)
	require.NoError(t, validate.Index(index))
	manifest, err := index.IndexManifest()
	require.NoError(t, err)
	require.Len(t, manifest.Manifests, 2)
	for i, arch := range []string{"amd64", "arm64"} {
		require.Equal(t, "linux/"+arch, manifest.Manifests[i].Platform.String())
		image, err := index.Image(manifest.Manifests[i].Digest)
		require.NoError(t, err)
		config, err := image.ConfigFile()
		require.NoError(t, err)
		require.Equal(t, arch, config.Architecture)
		require.Equal(t, nobody, config.Config.User)
		require.Equal(t, []string{"/usr/bin/fakecarrier"}, config.Config.Entrypoint)
		require.Contains(t, config.Config.ExposedPorts, "8480/tcp")
		for _, label := range []string{"version", "revision", "licenses"} {
			require.NotEmpty(t, config.Config.Labels["org.opencontainers.image."+label], label)
		}
		held := mutate.Extract(image)
		files := untarred(t, held)
		require.NoError(t, held.Close())
		folder := written(t, files)
		require.FileExists(t, filepath.Join(folder, "usr/share/doc/tokenstorm/licences.txt"))
		if arch == "amd64" { // chroot carries out no other processor's programs
			in := []string{"chroot", "--userspec=" + nobody, folder}
			require.Contains(t, output(t, append(in, config.Config.Entrypoint[0], "--version")...),
				"fakecarrier v")
			require.Contains(t, output(t, append(in, "/usr/bin/tokenstorm", "run", "quiet-day", "--strategy",
				"naive")...), "\ndigest ")
		}
	}
}

// skopeo, which is not of the library that wrote it, finds the image by its name.
func TestImageIsFoundByItsName(t *testing.T) {
	name := only(t, "tokenstorm_*_image.tar")
	number := strings.Split(filepath.Base(name), "_")[1]
	at := "oci-archive:" + name + ":tokenstorm:" + number
	var raw struct {
		Manifests []struct{ Platform struct{ Architecture string } }
	}
	said := output(t, "skopeo", "inspect", "--raw", at)
	require.NoError(t, json.Unmarshal([]byte(said), &raw))
	require.Len(t, raw.Manifests, 2)
	for _, arch := range []string{"amd64", "arm64"} {
		var config struct{ Architecture, Os string }
		said := output(t, "skopeo", "--override-arch", arch, "inspect", "--config", at)
		require.NoError(t, json.Unmarshal([]byte(said), &config))
		require.Equal(t, arch, config.Architecture)
		require.Equal(t, "linux", strings.ToLower(config.Os))
	}
}
