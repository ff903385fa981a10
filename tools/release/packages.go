package main

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/goreleaser/nfpm/v2"
	"github.com/goreleaser/nfpm/v2/deb"
	"github.com/goreleaser/nfpm/v2/files"
	"github.com/goreleaser/nfpm/v2/rpm"
)

// A place is where a package puts a file: the longest beginning of the file's name decides.
type place struct{ begins, folder, kind string }

// places are those of Debian and of Fedora. A file that has none is not in the package.
var places = []place{
	{"tokenstorm", "/usr/bin", ""},
	{"fakecarrier", "/usr/bin", ""},
	{"man/", "/usr/share/man/man1", ""},
	{"systemd/fakecarrier.service", "/usr/lib/systemd/system", ""},
	{"systemd/fakecarrier.yaml", "/etc", files.TypeConfigNoReplace},
	{"completions/bash/", "/usr/share/bash-completion/completions", ""},
	{"completions/zsh/", "/usr/share/zsh/site-functions", ""},
	{"completions/fish/", "/usr/share/fish/vendor_completions.d", ""},
	{"completions/powershell/", "/usr/share/tokenstorm/powershell", ""},
	{"licences.txt", "/usr/share/doc/tokenstorm", ""},
	{"LICENSE", "/usr/share/doc/tokenstorm", ""},
	{"README.md", "/usr/share/doc/tokenstorm", ""},
	{"CHANGELOG.md", "/usr/share/doc/tokenstorm", ""},
	{"install.md", "/usr/share/doc/tokenstorm", ""},
	{"compose/", "/usr/share/doc/tokenstorm/compose", ""},
}

// writePackages writes a Debian package and an RPM of a build for Linux.
func writePackages(out string, of *release, b *build, common []file) error {
	for _, kind := range []struct {
		name     string
		packager nfpm.PackagerWithExtension
	}{{"deb", deb.Default}, {"rpm", rpm.DefaultRPM}} {
		staged, err := os.MkdirTemp(b.folder, kind.name)
		if err != nil {
			return err
		}
		info, err := packageOf(of, b, append(b.programs, common...), staged, kind.name)
		if err != nil {
			return err
		}
		var data bytes.Buffer
		if err := kind.packager.Package(info, &data); err != nil {
			return fmt.Errorf("%s: %w", kind.name, err)
		}
		name := filepath.Join(out, kind.packager.ConventionalFileName(info))
		if err := os.WriteFile(name, data.Bytes(), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// packageOf describes a package, whose files it writes into the folder staged.
func packageOf(of *release, b *build, all []file, staged, kind string) (*nfpm.Info, error) {
	info := nfpm.WithDefaults(&nfpm.Info{
		Name: "tokenstorm", Arch: b.Processor, Platform: b.System, Version: of.version, MTime: of.time,
		Section: "devel", Priority: "optional", License: "MIT", Maintainer: "The tokenstorm authors",
		Description: "simulator of OAuth token renewal, and a fake carrier to test against\n" +
			"tokenstorm runs ways of renewing access tokens against a carrier that counts and bans,\n" +
			"on simulated time. fakecarrier is that carrier over HTTP.",
	})
	info.RPM.BuildHost, info.RPM.Group = "localhost", "Development/Tools" // and not this machine
	for i, f := range all {
		to, found := placeOf(f.name, kind)
		if !found {
			continue
		}
		data, name := f.data, path.Join(to.folder, path.Base(f.name))
		if strings.HasPrefix(f.name, "man/") {
			data, name = gzipped(data), name+".gz"
		}
		source := filepath.Join(staged, fmt.Sprint(i))
		if err := os.WriteFile(source, data, 0o600); err != nil {
			return nil, err
		}
		info.Contents = append(info.Contents, &files.Content{
			Source: source, Destination: name, Type: to.kind,
			FileInfo: &files.ContentFileInfo{Owner: "root", Group: "root", Mode: f.mode, MTime: of.time},
		})
	}
	return info, nfpm.PrepareForPackager(info, kind)
}

func placeOf(name, kind string) (to place, found bool) {
	for _, p := range places {
		if strings.HasPrefix(name, p.begins) && len(p.begins) > len(to.begins) {
			to, found = p, true
		}
	}
	if kind == "deb" && to.begins == "completions/zsh/" {
		to.folder = "/usr/share/zsh/vendor-completions"
	}
	return to, found
}

// gzipped is the data without a name and a time.
func gzipped(data []byte) []byte {
	var packed bytes.Buffer
	zw, _ := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	_, _ = zw.Write(data) // a buffer takes all
	_ = zw.Close()
	return packed.Bytes()
}
