// Command release makes what is installed without Go, of the commit that the tree is at:
//
//	cd tools/release && go run . FOLDER
//
// It writes into the folder archives, packages, a container image, a chart, the licences of what is
// linked, and a list of its parts. Whoever does the same on the same commit with the same Go writes
// the same bytes, in whatever folder: `make release` does it twice and compares.
package main

import (
	"fmt"
	"os"
	"path/filepath"
)

// root is the folder of the tree.
const root = "../.."

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "release: give the folder to write to")
		os.Exit(1)
	}
	if err := run(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "release:", err)
		os.Exit(1)
	}
}

func run(out string) error {
	if err := os.MkdirAll(out, 0o755); err != nil {
		return err
	}
	work, err := os.MkdirTemp("", "release-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	builds, err := buildAll(work)
	if err != nil {
		return err
	}
	of, err := releaseOf(builds[0])
	if err != nil {
		return err
	}
	parts, err := partsOf(builds)
	if err != nil {
		return err
	}
	licences, err := licencesOf(parts)
	if err != nil {
		return err
	}
	common, err := commonFiles(of, licences)
	if err != nil {
		return err
	}
	for _, b := range builds {
		if err := b.read(); err != nil {
			return err
		}
		if err := writeArchive(out, of, b, common); err != nil {
			return err
		}
		if b.System == "linux" {
			if err := writePackages(out, of, b, common); err != nil {
				return err
			}
		} else {
			b.programs = nil // the image needs those of Linux alone
		}
	}
	if err := writeImage(out, of, builds, common); err != nil {
		return err
	}
	if err := writeChart(out, of); err != nil {
		return err
	}
	if err := writeParts(out, of, parts); err != nil {
		return err
	}
	text := filepath.Join(out, of.file("licences.txt"))
	if err := os.WriteFile(text, []byte(licences), 0o644); err != nil {
		return err
	}
	return writeChecksums(out)
}
