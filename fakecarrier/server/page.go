package server

import (
	"embed"
	"net/http"
	"path"
	"strconv"
)

//go:embed web/index.html web/page.js web/page.css openapi.yaml
var assets embed.FS

// pageTypes are the media types of files by extension.
var pageTypes = map[string]string{
	".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8",
	".css": "text/css; charset=utf-8", ".yaml": "application/yaml",
}

// pageRoutes are the routes of the live page and of the API's description.
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
	if _, err := query(r); err != nil {
		writeProblem(rw, err)
		return
	}
	http.Redirect(rw, r, r.URL.Path+"/", http.StatusMovedPermanently)
}

// asset returns the handler of one file. The page may load only its own files.
func asset(name string) func(*session, http.ResponseWriter, *http.Request) {
	data, err := assets.ReadFile(name)
	if err != nil {
		panic("server: " + err.Error())
	}
	return func(_ *session, rw http.ResponseWriter, r *http.Request) {
		if _, err := query(r); err != nil {
			writeProblem(rw, err)
			return
		}
		h := rw.Header()
		h.Set("Content-Type", pageTypes[path.Ext(name)])
		h.Set("Content-Security-Policy",
			"default-src 'self'; img-src 'self' data:; frame-ancestors 'none'")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Cache-Control", "no-cache")
		h.Set("Content-Length", strconv.Itoa(len(data)))
		_, _ = rw.Write(data) // the caller may have left
	}
}
