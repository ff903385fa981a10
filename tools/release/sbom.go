package main

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	cdx "github.com/CycloneDX/cyclonedx-go"
)

// writeParts writes the list of parts as a CycloneDX document.
func writeParts(out string, of *release, parts []*part) error {
	whole := cdx.Component{
		BOMRef: "tokenstorm", Type: cdx.ComponentTypeApplication, Name: "tokenstorm",
		Version: of.version, Licenses: licensed([]string{"MIT"}),
		PackageURL: "pkg:golang/github.com/tokenstorm/tokenstorm@" + url.PathEscape(of.version),
		Properties: &[]cdx.Property{{Name: "commit", Value: of.commit}},
	}
	bom := cdx.NewBOM()
	bom.Metadata = &cdx.Metadata{Timestamp: of.time.UTC().Format(time.RFC3339), Component: &whole}
	var components []cdx.Component
	var refs []string
	for _, p := range parts {
		component, err := p.component()
		if err != nil {
			return err
		}
		components = append(components, component)
		refs = append(refs, component.BOMRef)
	}
	bom.Components = &components
	bom.Dependencies = &[]cdx.Dependency{{Ref: "tokenstorm", Dependencies: &refs}}
	var text bytes.Buffer
	if err := cdx.NewBOMEncoder(&text, cdx.BOMFileFormatJSON).SetPretty(true).Encode(bom); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(out, of.file("sbom.cdx.json")), text.Bytes(), 0o644)
}

// component is the part as CycloneDX has it. The sum of a module is that of its files' names and
// sums, which is how cyclonedx-gomod writes it too.
func (p *part) component() (cdx.Component, error) {
	address := "pkg:" + p.kind + "/" + strings.ReplaceAll(p.name, "~", "%7E") + "@" +
		url.PathEscape(p.version)
	c := cdx.Component{
		BOMRef: address, Type: cdx.ComponentTypeLibrary, Name: p.name, Version: p.version,
		PackageURL: address, Licenses: licensed(p.licences),
	}
	if encoded, found := strings.CutPrefix(p.sum, "h1:"); found {
		sum, err := base64.StdEncoding.DecodeString(encoded)
		if err != nil {
			return c, fmt.Errorf("%s: %w", p.name, err)
		}
		c.Hashes = &[]cdx.Hash{{Algorithm: cdx.HashAlgoSHA256, Value: hex.EncodeToString(sum)}}
	}
	return c, nil
}

func licensed(names []string) *cdx.Licenses {
	var licences cdx.Licenses
	for _, name := range names {
		licences = append(licences, cdx.LicenseChoice{License: &cdx.License{ID: name}})
	}
	return &licences
}
