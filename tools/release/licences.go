package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	classifier "github.com/google/licenseclassifier/v2"
	"github.com/google/licenseclassifier/v2/assets"
)

// permissive are the licences that a part may have, by the names of SPDX.
var permissive = []string{"0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC-BY-4.0", "FTL",
	"ISC", "MIT", "OFL-1.1", "Unlicense", "Zlib"}

// chosen are the licences of parts that let us choose: the file that has the text of ours.
var chosen = map[string]string{"github.com/golang/freetype": "licenses/ftl.txt"}

// licenceFiles are the names of files that a part asks to be handed on.
var licenceFiles = regexp.MustCompile(
	`(?i)^(licen[cs]e|copying|notice|copyright|patents)([-._].*)?$`)

// licencesOf finds the licences of each part, and returns their texts as one. A part without one,
// or with one that is not permissive, is an error.
func licencesOf(parts []*part) (string, error) {
	known, err := assets.DefaultClassifier()
	if err != nil {
		return "", err
	}
	var all strings.Builder
	all.WriteString("What the programs hold of others, and the licences of it.\n\n")
	var wrong []error
	for _, p := range parts {
		if err := p.readTexts(); err != nil {
			return "", err
		}
		p.classify(known)
		if err := p.permitted(); err != nil {
			wrong = append(wrong, err)
		}
		fmt.Fprintf(&all, "%s %s: %s\n", p.name, p.version, strings.Join(p.licences, ", "))
	}
	for _, p := range parts {
		for _, t := range p.texts {
			fmt.Fprintf(&all, "\n\n=== %s %s, %s\n\n%s\n", p.name, p.version, t.name, t.content)
		}
	}
	return all.String(), errors.Join(wrong...)
}

// readTexts reads the licences in the folders of linked packages and in those above them.
func (p *part) readTexts() error {
	seen := map[string]bool{}
	for _, folder := range p.packages {
		for ; strings.HasPrefix(folder, p.folder) && !seen[folder]; folder = filepath.Dir(folder) {
			seen[folder] = true
			entries, err := os.ReadDir(folder)
			if err != nil {
				return err
			}
			for _, e := range entries {
				if e.IsDir() || !licenceFiles.MatchString(e.Name()) || filepath.Ext(e.Name()) == ".go" {
					continue
				}
				if err := p.readText(filepath.Join(folder, e.Name())); err != nil {
					return err
				}
			}
		}
	}
	if name, choice := chosen[p.name]; choice {
		if err := p.readText(filepath.Join(p.folder, name)); err != nil {
			return err
		}
	}
	slices.SortFunc(p.texts, func(a, b text) int { return strings.Compare(a.name, b.name) })
	return nil
}

func (p *part) readText(name string) error {
	content, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	within, err := filepath.Rel(p.folder, name)
	words := strings.ReplaceAll(strings.ToValidUTF8(string(content), "?"), "\r\n", "\n")
	p.texts = append(p.texts, text{filepath.ToSlash(within), strings.TrimSpace(words)})
	return err
}

// classify names the licences that the texts are.
func (p *part) classify(known *classifier.Classifier) {
	for _, t := range p.texts {
		for _, m := range known.Match([]byte(t.content)).Matches {
			if m.MatchType != "Copyright" && !slices.Contains(p.licences, m.Name) {
				p.licences = append(p.licences, m.Name)
			}
		}
	}
	slices.Sort(p.licences)
}

func (p *part) permitted() error {
	if len(p.licences) == 0 {
		return fmt.Errorf("%s %s: found no licence in %d files", p.name, p.version, len(p.texts))
	}
	for _, l := range p.licences {
		if !slices.Contains(permissive, l) {
			return fmt.Errorf("%s %s: found the licence %s; meant one of %s", p.name, p.version, l,
				strings.Join(permissive, ", "))
		}
	}
	return nil
}
