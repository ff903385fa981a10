package filestore

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"github.com/tokenstorm/tokenstorm/internal/outfile"
	"github.com/tokenstorm/tokenstorm/strategies"
)

// A record is what the file holds.
type record struct {
	Access     string    `json:"access_token,omitempty"`
	Expires    time.Time `json:"expires_at,omitzero"` // zero: nobody said
	Ends       time.Time `json:"ends_at,omitzero"`    // by the carrier's clock
	Refresh    string    `json:"refresh_token,omitempty"`
	Generation int64     `json:"generation,omitempty"`
	Fence      int64     `json:"fence,omitempty"`    // the largest under which a pair was put
	Granted    int64     `json:"granted,omitempty"`  // the last grant of the lease
	Released   int64     `json:"released,omitempty"` // the last that was released; 0: forgotten
}

func (r *record) token() strategies.Token {
	return strategies.Token{
		Value: r.Access, Expires: r.Expires, Ends: r.Ends,
		Refresh: r.Refresh, Generation: r.Generation,
	}
}

func (r *record) set(t strategies.Token) {
	r.Access, r.Expires, r.Ends = t.Value, t.Expires, t.Ends
	r.Refresh, r.Generation = t.Refresh, t.Generation
}

// lastReleased is the grant that was released last, 0 if a later one ran out since. Nobody holds
// the lease.
func (r *record) lastReleased() int64 {
	if r.Granted != r.Released {
		return 0
	}
	return r.Released
}

// nextGrant is the number of the grant after the last.
func (r *record) nextGrant() int64 { return max(r.Granted, r.Fence) + 1 }

// inForce is the grant of the process that has the lock: the last, or if that was released the
// next, which is not noted yet.
func (r *record) inForce() int64 {
	if r.Granted == r.Released {
		return r.nextGrant()
	}
	return r.Granted
}

// read reads the file. Where there is none it is empty.
func (a *Account) read() (record, error) {
	var r record
	text, err := os.ReadFile(a.path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return r, nil
	case err != nil:
		return r, fmt.Errorf("filestore: %w", err)
	}
	if err := json.Unmarshal(text, &r); err != nil {
		return record{}, fmt.Errorf("filestore: %s:%s: %w; meant what this package writes: "+
			"who signs in anew replaces it", a.path, place(text, err), err)
	}
	return r, nil
}

// place is the line and column of a mistake, as far as it is known.
func place(text []byte, err error) string {
	at := int64(len(text))
	if s, ok := errors.AsType[*json.SyntaxError](err); ok {
		at = s.Offset
	}
	if s, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		at = s.Offset
	}
	line, column := 1, 1
	for _, c := range text[:max(0, min(at, int64(len(text)))-1)] {
		if column++; c == '\n' {
			line, column = line+1, 1
		}
	}
	return fmt.Sprintf("%d:%d", line, column)
}

// write replaces the file, for its owner alone.
func (a *Account) write(r record) error {
	text, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return fmt.Errorf("filestore: %w", err)
	}
	f, err := os.OpenFile(a.path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	switch {
	case err == nil:
		_, err = f.WriteString("{}\n")
		err = errors.Join(err, f.Close())
	case errors.Is(err, fs.ErrExist):
		err = nil
	}
	if err == nil {
		err = outfile.Write(nil, a.path, func(w io.Writer) error {
			_, err := w.Write(append(text, '\n'))
			return err
		})
	}
	if err == nil {
		err = syncFolder(a.path)
	}
	if err != nil {
		return fmt.Errorf("filestore: %w", err)
	}
	return nil
}

// syncFolder makes a name last that was given to another file. Windows needs no more than the file.
func syncFolder(path string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	if target, err := filepath.EvalSymlinks(path); err == nil {
		path = target
	}
	folder, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}
