package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
)

// writeChart writes the Helm chart. The version is put in here, so that the chart's own folder has
// none.
func writeChart(out string, of *release) error {
	files, err := filesOf(os.DirFS(filepath.Join(root, "deploy/helm")))
	if err != nil {
		return err
	}
	for i, f := range files {
		if f.name != "Chart.yaml" {
			continue
		}
		none := []byte("ersion: 0.0.0\n")
		if n := bytes.Count(f.data, none); n != 2 {
			return fmt.Errorf("deploy/helm/Chart.yaml: found 0.0.0 %d times; meant version and "+
				"appVersion", n)
		}
		files[i].data = bytes.ReplaceAll(f.data, none, []byte("ersion: "+of.number()+"\n"))
	}
	var archive bytes.Buffer
	if err := tarGz(&archive, below("fakecarrier", files), of.time); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(out, "fakecarrier-"+of.number()+".tgz"), archive.Bytes(), 0o644)
}
