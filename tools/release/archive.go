package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"cmp"
	"compress/gzip"
	"io"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// writeArchive writes the archive of a platform, whose files lie in a folder of its own.
func writeArchive(out string, of *release, b *build, common []file) error {
	name := of.file(b.String())
	files := below(name, slices.Concat(b.programs, common))
	write, ending := tarGz, ".tar.gz"
	if b.System == "windows" {
		write, ending = zipped, ".zip"
	}
	var archive bytes.Buffer
	if err := write(&archive, files, of.time); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(out, name+ending), archive.Bytes(), 0o644)
}

// below puts files into a folder.
func below(folder string, files []file) []file {
	files = slices.Clone(files)
	for i := range files {
		files[i].name = path.Join(folder, files[i].name)
	}
	return files
}

// tarGz writes a compressed archive. The same files and time make the same bytes.
func tarGz(w io.Writer, files []file, at time.Time) error {
	zw := gzip.NewWriter(w)
	if err := tarred(zw, files, at); err != nil {
		return err
	}
	return zw.Close()
}

// tarred writes an archive: folders and files in the order of their names, owned by root. A name
// that ends in a slash is a folder.
func tarred(w io.Writer, files []file, at time.Time) error {
	tw := tar.NewWriter(w)
	for _, f := range withFolders(files) {
		h := &tar.Header{Name: f.name, Mode: int64(f.mode), Size: int64(len(f.data)), ModTime: at,
			Format: tar.FormatUSTAR, Typeflag: tar.TypeReg}
		if strings.HasSuffix(f.name, "/") {
			h.Typeflag = tar.TypeDir
		}
		if err := tw.WriteHeader(h); err != nil {
			return err
		}
		if _, err := tw.Write(f.data); err != nil {
			return err
		}
	}
	return tw.Close()
}

// zipped writes the same as a zip.
func zipped(w io.Writer, files []file, at time.Time) error {
	zw := zip.NewWriter(w)
	for _, f := range withFolders(files) {
		h := &zip.FileHeader{Name: f.name, Modified: at.UTC(), Method: zip.Deflate}
		h.SetMode(f.mode)
		if strings.HasSuffix(f.name, "/") {
			h.Method = zip.Store
		}
		fw, err := zw.CreateHeader(h)
		if err != nil {
			return err
		}
		if _, err := fw.Write(f.data); err != nil {
			return err
		}
	}
	return zw.Close()
}

// withFolders are the files and the folders that they lie in, in the order of their names.
func withFolders(files []file) []file {
	all := slices.Clone(files)
	known := map[string]bool{}
	for _, f := range files {
		known[strings.TrimSuffix(f.name, "/")] = true
	}
	for _, f := range files {
		for folder := path.Dir(path.Clean(f.name)); folder != "."; folder = path.Dir(folder) {
			if !known[folder] {
				known[folder] = true
				all = append(all, file{folder + "/", 0o755, nil})
			}
		}
	}
	slices.SortFunc(all, func(a, b file) int { return cmp.Compare(a.name, b.name) })
	return all
}
