package server

import (
	"embed"
	"net/http"
	"strings"
)

//go:embed web/index.html web/page.js web/page.css openapi.yaml
var assets embed.FS

func init() {
	handle("GET /__admin", func(c *call, _ none) (any, error) {
		return http.RedirectHandler(c.URL.Path+"/", http.StatusMovedPermanently), nil
	}).ofAll()
	handle("GET /", func(c *call, _ none) (any, error) {
		return http.RedirectHandler(strings.TrimSuffix(c.URL.Path, "/")+"/__admin/",
			http.StatusFound), nil
	}).ofAll()
	handleFile("/__admin/", "web/index.html", "text/html; charset=utf-8")
	handleFile("/__admin/page.js", "web/page.js", "text/javascript; charset=utf-8")
	handleFile("/__admin/page.css", "web/page.css", "text/css; charset=utf-8")
	handleFile("/__admin/openapi.yaml", "openapi.yaml", "application/yaml")
}

// handleFile adds the operation that serves a file. The page may load only its own files.
func handleFile(path, file, kind string) {
	data, err := assets.ReadFile(file)
	if err != nil {
		panic("server: " + err.Error())
	}
	answer := http.HandlerFunc(func(rw http.ResponseWriter, _ *http.Request) {
		h := rw.Header()
		h.Set("Content-Type", kind)
		h.Set("Content-Security-Policy",
			"default-src 'self'; img-src 'self' data:; frame-ancestors 'none'")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Cache-Control", "no-cache")
		_, _ = rw.Write(data) // the caller may have left
	})
	handle("GET "+path, func(*call, none) (any, error) { return answer, nil }).ofAll()
}
