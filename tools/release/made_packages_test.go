//go:build release

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// installed are files that both kinds of package put in the same places.
var installed = []string{"/usr/bin/tokenstorm", "/usr/bin/fakecarrier", "/etc/fakecarrier.yaml",
	"/usr/lib/systemd/system/fakecarrier.service", "/usr/share/man/man1/tokenstorm.1.gz",
	"/usr/share/man/man1/fakecarrier.1.gz", "/usr/share/man/man1/tokenstorm-compare.1.gz",
	"/usr/share/bash-completion/completions/tokenstorm",
	"/usr/share/bash-completion/completions/fakecarrier",
	"/usr/share/fish/vendor_completions.d/tokenstorm.fish",
	"/usr/share/doc/tokenstorm/licences.txt", "/usr/share/doc/tokenstorm/LICENSE"}

// The package for this machine is installed into an empty folder by dpkg and removed again; its
// program runs there. The other one is unpacked, and its program runs by qemu-user.
func TestDebianPackages(t *testing.T) {
	for arch, by := range map[string]string{"amd64": "", "arm64": "qemu-aarch64"} {
		name := only(t, "tokenstorm_*_"+arch+".deb")
		fields := output(t, "dpkg-deb", "--info", name)
		require.Contains(t, fields, "\n Package: tokenstorm\n")
		require.Contains(t, fields, "\n Architecture: "+arch+"\n")
		require.NotContains(t, fields, "Depends:", "it needs nothing")
		require.Contains(t, output(t, "dpkg-deb", "--ctrl-tarfile", name), "/etc/fakecarrier.yaml\n",
			"what an administrator has changed is kept")
		listed := output(t, "dpkg-deb", "--contents", name)
		for _, file := range append(installed, "/usr/share/zsh/vendor-completions/_tokenstorm") {
			require.Contains(t, listed, " ."+file+"\n")
		}
		folder := t.TempDir()
		output(t, "dpkg-deb", "--extract", name, folder)
		require.Contains(t, output(t, strings.Fields(by+" "+folder+"/usr/bin/fakecarrier --version")...),
			"fakecarrier v")
	}
	system := t.TempDir()
	require.NoError(t, os.MkdirAll(filepath.Join(system, "var/lib/dpkg/updates"), 0o755))
	require.NoError(t, os.MkdirAll(filepath.Join(system, "var/lib/dpkg/info"), 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(system, "var/lib/dpkg/status"), nil, 0o600))
	dpkg := []string{"dpkg", "--root=" + system, "--force-not-root", "--force-script-chrootless"}
	output(t, append(dpkg, "--install", only(t, "tokenstorm_*_amd64.deb"))...)
	require.Contains(t, output(t, append(dpkg, "--status", "tokenstorm")...), "install ok installed")
	require.Empty(t, output(t, append(dpkg, "--verify", "tokenstorm")...))
	output(t, append(dpkg, "--remove", "tokenstorm")...)
	require.NoFileExists(t, filepath.Join(system, "usr/bin/tokenstorm"))
	require.FileExists(t, filepath.Join(system, "etc/fakecarrier.yaml"))
}

// The packages are read and unpacked by rpm itself, and their programs run.
func TestRPMs(t *testing.T) {
	for arch, by := range map[string]string{"x86_64": "", "aarch64": "qemu-aarch64"} {
		name := only(t, "tokenstorm-*."+arch+".rpm")
		folder := t.TempDir()
		output(t, "sh", "-c", `cd "$0" && rpm2cpio "$1" | cpio --extract --make-directories --quiet`,
			folder, name)
		for _, file := range append(installed, "/usr/share/zsh/site-functions/_tokenstorm") {
			require.FileExists(t, filepath.Join(folder, file))
		}
		require.Contains(t, output(t, strings.Fields(by+" "+folder+"/usr/bin/tokenstorm --version")...),
			"tokenstorm v")
		require.Contains(t, output(t, "rpm", "--checksig", "--nosignature", name), "digests OK")
		asked := output(t, "rpm", "--query", "--package", "--queryformat",
			"%{NAME} %{ARCH} %{LICENSE} %{BUILDHOST}", name)
		require.Equal(t, "tokenstorm "+arch+" MIT localhost", asked)
		require.Equal(t, "/etc/fakecarrier.yaml\n", output(t, "rpm", "--query", "--configfiles",
			"--package", name))
	}
}
