package fakecarrier

import (
	"encoding/json"
	"fmt"
)

// recordingTB is a test that may fail without ours failing.
type recordingTB struct {
	cleanups     []func()
	log, failure string
}

func (r *recordingTB) Helper()                   {}
func (r *recordingTB) Cleanup(f func())          { r.cleanups = append(r.cleanups, f) }
func (r *recordingTB) Logf(f string, a ...any)   { r.log += fmt.Sprintf(f, a...) }
func (r *recordingTB) Errorf(f string, a ...any) { r.failure += fmt.Sprintf(f, a...) }
func (r *recordingTB) Fatalf(f string, a ...any) { r.failure += fmt.Sprintf(f, a...) }

func (r *recordingTB) end() {
	for _, f := range r.cleanups {
		f()
	}
}

func validJSON(b []byte) bool { return json.Valid(b) }
