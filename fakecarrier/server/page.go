package server

import (
	"bytes"
	"embed"
	"net/http"
	"path"
	"time"
)

//go:embed web/index.html web/page.js web/page.css openapi.yaml
var assets embed.FS

// pageTypes are the media types of the files by their ending.
var pageTypes = map[string]string{
	".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8",
	".css": "text/css; charset=utf-8", ".yaml": "application/yaml",
}

// pageRoutes are the live page, and the description of the API.
func pageRoutes() []route {
	return []route{
		{method: "GET", path: "/__admin", serve: toPage},
		{method: "GET", path: "/__admin/", serve: asset("web/index.html")},
		{method: "GET", path: "/__admin/page.js", serve: asset("web/page.js")},
		{method: "GET", path: "/__admin/page.css", serve: asset("web/page.css")},
		{method: "GET", path: "/__admin/openapi.yaml", serve: asset("openapi.yaml")},
	}
}

func toPage(_ *session, rw http.ResponseWriter, r *http.Request) {
	http.Redirect(rw, r, r.URL.Path+"/", http.StatusMovedPermanently)
}

// asset serves one file. The page may load its own files and nothing else.
func asset(name string) func(*session, http.ResponseWriter, *http.Request) {
	data, err := assets.ReadFile(name)
	if err != nil {
		panic("server: " + err.Error())
	}
	return func(_ *session, rw http.ResponseWriter, r *http.Request) {
		h := rw.Header()
		h.Set("Content-Type", pageTypes[path.Ext(name)])
		h.Set("Content-Security-Policy",
			"default-src 'self'; img-src 'self' data:; frame-ancestors 'none'")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Cache-Control", "no-cache")
		http.ServeContent(rw, r, name, time.Time{}, bytes.NewReader(data))
	}
}
