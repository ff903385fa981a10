package dashboard

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

// The page is one file, so that it can be saved as one: style, script and figures stand in it.
var (
	//go:embed web/index.html
	index string
	//go:embed web/page.css
	style string
	//go:embed web/page.js
	script string

	page = strings.NewReplacer("/* style */", style, "/* script */", script).Replace(index)

	before, behind, _ = strings.Cut(page, mark)

	// The page may run its own script, and ask whoever served it.
	policy = fmt.Sprintf("default-src 'none'; style-src 'unsafe-inline'; img-src data:; "+
		"connect-src 'self'; script-src 'sha256-%s'; frame-ancestors 'none'", sum(script))
)

// mark is where the figures stand.
const mark = "{/* figures */}"

func sum(text string) string {
	bytes := sha256.Sum256([]byte(text))
	return base64.StdEncoding.EncodeToString(bytes[:])
}

// servePage serves the page with the figures of this instant.
func (d *Dashboard) servePage(rw http.ResponseWriter, _ *http.Request) {
	h := rw.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "no-store")
	latest, _, _ := d.hub.state()
	_, _ = fmt.Fprintf(rw, "%s%s%s", before, latest.whole(), behind) // the caller may have left
}

// Write writes the page as one that was saved: with its figures, and without a server.
func (d *Dashboard) Write(w io.Writer) error {
	latest, _, _ := d.hub.state()
	saved := fmt.Sprintf("<html lang=\"en\" data-saved=%q>", time.Now().Format("2006-01-02 15:04"))
	_, err := fmt.Fprintf(w, "%s%s%s", strings.Replace(before, `<html lang="en">`, saved, 1),
		latest.whole(), behind)
	return err
}

// serveStudy serves the figures alone.
func (d *Dashboard) serveStudy(rw http.ResponseWriter, _ *http.Request) {
	rw.Header().Set("Content-Type", "application/json")
	rw.Header().Set("Cache-Control", "no-store")
	latest, _, _ := d.hub.state()
	_, _ = fmt.Fprintf(rw, "%s\n", latest.whole()) // the caller may have left
}

// pulse is how often a stream without news sends a comment, by which it notices that its reader is
// gone (assumed).
const pulse = 15 * time.Second

// serveEvents streams the news as server-sent events: first "whole", all there is, then "news",
// what is new since; whoever is slower than the news gets a "whole" again. The stream ends with
// the program.
func (d *Dashboard) serveEvents(rw http.ResponseWriter, r *http.Request) {
	if !d.hub.listen() {
		http.Error(rw, "found too many pages; meant no more", http.StatusServiceUnavailable)
		return
	}
	defer d.hub.leave()
	rw.Header().Set("Content-Type", "text/event-stream")
	rw.Header().Set("Cache-Control", "no-store")
	stream := http.NewResponseController(rw)
	has := 0 // the edition that the page has
	for {
		latest, closed, changed := d.hub.state()
		name, data := "news", latest.news
		if latest.number != has+1 {
			name, data = "whole", nil
		}
		if latest.number != has {
			if data == nil {
				data = latest.whole()
			}
			has = latest.number
			if _, err := fmt.Fprintf(rw, "event: %s\ndata: %s\n\n", name, data); err != nil {
				return
			}
		}
		if stream.Flush() != nil || closed {
			return
		}
		select {
		case <-changed:
		case <-time.After(pulse):
			if _, err := fmt.Fprint(rw, ": alive\n\n"); err != nil {
				return
			}
		case <-r.Context().Done():
			return
		}
	}
}
