// Package archive keeps a study in one file that needs no other: a zip of its results and of every
// file that they were made from.
package archive

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/tokenstorm/tokenstorm/internal/strict"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

// An Archive is a study, and what its inputs say, in the order of the plan.
type Archive struct {
	Study  *study.Study
	Inputs [][]byte // one for each of the plan's Inputs
}

// Collect returns the archive of a study: it reads the files that the plan names, which must be as
// they were.
func Collect(s *study.Study) (*Archive, error) {
	a := &Archive{Study: s}
	for _, input := range s.Plan.Inputs {
		text, err := textOf(&s.Plan, input)
		if err != nil {
			return nil, err
		}
		if sum(text) != input.SHA256 {
			return nil, fmt.Errorf("%s has changed since the study read it; run the study again", input)
		}
		a.Inputs = append(a.Inputs, text)
	}
	return a, nil
}

// textOf is what an input says: of a scenario that came with the program, of a file otherwise.
func textOf(p *study.Plan, input study.Input) ([]byte, error) {
	switch input.Kind {
	case study.ScenarioInput:
		if text, err := scenarios.Source(input.Name); err == nil {
			return text, nil
		}
	case study.ArrivalsInput:
		if of := p.InputsOf(study.ScenarioInput); len(of) == 1 && !filepath.IsAbs(input.Name) {
			return os.ReadFile(filepath.Join(filepath.Dir(of[0].Name), input.Name))
		}
	}
	return os.ReadFile(input.Name)
}

func sum(text []byte) string {
	of := sha256.Sum256(text)
	return hex.EncodeToString(of[:])
}

// resultsName is the member that has the results, as study.Write writes them.
const resultsName = "results.ndjson"

// memberName is the member that has input i. What stands before the last slash of the input's name,
// which may lead anywhere, is not part of it.
func memberName(i int, input study.Input) string {
	base := path.Base(filepath.ToSlash(input.Name))
	if input.Kind == study.ScenarioInput && path.Ext(base) == "" {
		base += ".yaml" // it came with the program
	}
	return fmt.Sprintf("inputs/%d-%s", i+1, strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`/\:`, r) {
			return '_'
		}
		return r
	}, base))
}

// Write writes the archive. Equal archives are equal bytes: members have no times. The error is
// that of w, or that runs of the study are missing.
func (a *Archive) Write(w io.Writer) error {
	z := zip.NewWriter(w)
	add := func(name string, write func(io.Writer) error) error {
		member, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate})
		if err != nil {
			return err
		}
		return write(member)
	}
	err := add(resultsName, a.Study.Write)
	for i, input := range a.Study.Plan.Inputs {
		err = errors.Join(err, add(memberName(i, input), func(w io.Writer) error {
			_, err := w.Write(a.Inputs[i])
			return err
		}))
	}
	return errors.Join(err, z.Close())
}

// Bounds of what is read. A member that claims more, or has more, is refused.
const (
	mostMembers = 10_000      // assumed
	mostResults = 1 << 30     // bytes, a million runs (assumed)
	mostInput   = 256 << 20   // bytes, as of recorded arrivals (assumed)
	mostFile    = mostResults // bytes, of the zip
)

// IsArchive reports whether a file that begins like this is to be an archive.
func IsArchive(beginning []byte) bool { return bytes.HasPrefix(beginning, []byte("PK")) }

// Read reads an archive from a file of this name. The error is a *strict.Mistake, or that of where
// the results are kept.
func Read(name string, data []byte) (*Archive, error) {
	return read(name, bytes.NewReader(data), int64(len(data)))
}

func read(name string, from io.ReaderAt, size int64) (*Archive, error) {
	r := reader{name: name, members: map[string]*zip.File{}}
	z, err := zip.NewReader(from, size)
	if err != nil {
		return nil, r.mistake("", "no whole zip: "+plain(err), "a study as --save writes it")
	}
	if n := len(z.File); n > mostMembers {
		return nil, r.mistake("", fmt.Sprintf("%d members", n), fmt.Sprintf("at most %d", mostMembers))
	}
	for _, f := range z.File {
		switch {
		case r.members[f.Name] != nil:
			return nil, r.mistake(f.Name, "the same name twice", "each once")
		case !f.Mode().IsRegular():
			return nil, r.mistake(f.Name, "a link, a folder or a device", "a plain file")
		}
		r.members[f.Name] = f
	}
	a := &Archive{}
	if a.Study, err = r.results(); err != nil {
		return nil, err
	}
	for i, input := range a.Study.Plan.Inputs {
		member := memberName(i, input)
		text, err := r.take(member, mostInput)
		if err != nil {
			return nil, err
		}
		if got := sum(text); got != input.SHA256 {
			return nil, r.mistake(member, "the SHA-256 "+got, input.SHA256+", as its study has it")
		}
		a.Inputs = append(a.Inputs, text)
	}
	for _, f := range z.File {
		if r.members[f.Name] != nil {
			return nil, r.mistake(f.Name, "a member that is no part of the study",
				"the results and their inputs alone")
		}
	}
	return a, nil
}

// A reader takes the members of a zip one by one.
type reader struct {
	name    string
	members map[string]*zip.File // that were not taken
}

// results reads the study, a run at a time.
func (r *reader) results() (s *study.Study, err error) {
	err = r.open(resultsName, mostResults, func(in io.Reader) (err error) {
		if s, err = study.Read(r.name+":"+resultsName, in); err == nil {
			s.Name = r.name
			_, err = io.Copy(io.Discard, in) // its checksum stands behind it
		}
		return err
	})
	return s, err
}

// take returns what a member says, of at most so many bytes.
func (r *reader) take(name string, most int64) (text []byte, err error) {
	err = r.open(name, most, func(in io.Reader) (err error) {
		text, err = io.ReadAll(in)
		return err
	})
	return text, err
}

// open lets a member be read, of at most so many bytes.
func (r *reader) open(name string, most int64, read func(io.Reader) error) error {
	f := r.members[name]
	if f == nil {
		return r.mistake(name, "no such member", "a study as --save writes it")
	}
	delete(r.members, name)
	tooLarge := r.mistake(name, fmt.Sprintf("more than %d bytes", most), "a smaller member")
	if f.UncompressedSize64 > uint64(most) {
		return tooLarge
	}
	in, err := f.Open()
	if err != nil {
		return r.mistake(name, plain(err), "a member that can be unpacked")
	}
	defer in.Close()
	m := &member{in: in, left: most}
	err = read(m)
	switch {
	case m.left < 0:
		return tooLarge
	case m.err != nil:
		return r.mistake(name, "a damaged member: "+plain(m.err), "it as it was written")
	}
	return err
}

// A member is read up to its bound, and one byte beyond.
type member struct {
	in   io.Reader
	left int64
	err  error // of in
}

// Read reads from it.
func (m *member) Read(p []byte) (int, error) {
	if m.left < 0 {
		return 0, io.ErrShortBuffer
	}
	n, err := m.in.Read(p[:min(int64(len(p)), m.left+1)])
	if m.left -= int64(n); err != nil && !errors.Is(err, io.EOF) {
		m.err = err
	}
	return n, err
}

// plain is an error of the zip library without its name.
func plain(err error) string { return strings.TrimPrefix(err.Error(), "zip: ") }

func (r *reader) mistake(member, found, meant string) *strict.Mistake {
	file := r.name
	if member != "" {
		file += ":" + member
	}
	return &strict.Mistake{File: file, Line: 1, Column: 1, Found: found, Meant: meant}
}

// ReadFile reads an archive, or the page that has one. The error is a *strict.Mistake, or that of
// the file.
func ReadFile(name string) (*Archive, error) {
	f, err := strict.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	r := reader{name: name}
	beginning := make([]byte, 2)
	if _, err := f.ReadAt(beginning, 0); err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	switch {
	case info.Size() > mostFile:
		return nil, r.mistake("", fmt.Sprintf("more than %d bytes", int64(mostFile)), "a smaller file")
	case !IsPage(beginning):
		return read(name, f, info.Size())
	}
	data, err := io.ReadAll(io.LimitReader(f, mostFile))
	if err != nil {
		return nil, err
	}
	return ReadPage(name, data)
}

// Extract writes the results and the inputs into a folder, which it makes. It replaces no file.
// create creates a file.
func (a *Archive) Extract(
	folder string, create func(name string, write func(io.Writer) error) error,
) error {
	if err := os.MkdirAll(filepath.Join(folder, "inputs"), 0o755); err != nil {
		return err
	}
	err := create(filepath.Join(folder, resultsName), a.Study.Write)
	for i, input := range a.Study.Plan.Inputs {
		name := filepath.Join(folder, filepath.FromSlash(memberName(i, input)))
		err = errors.Join(err, create(name, func(w io.Writer) error {
			_, err := w.Write(a.Inputs[i])
			return err
		}))
	}
	return err
}

// Input is what the archive has of an input; nil: it has none of that kind and name.
func (a *Archive) Input(kind, name string) []byte {
	for i, input := range a.Study.Plan.Inputs {
		if input.Kind == kind && input.Name == name && i < len(a.Inputs) {
			return a.Inputs[i]
		}
	}
	return nil
}
