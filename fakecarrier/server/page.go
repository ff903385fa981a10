package server

import (
	"embed"
	"net/http"
)

//go:embed web/index.html web/page.js web/page.css openapi.yaml
var assets embed.FS

func init() {
	register([]route{
		{method: "GET", path: "/__admin", act: func(c *call) (any, error) {
			return http.RedirectHandler(c.URL.Path+"/", http.StatusMovedPermanently), nil
		}},
		asset("", "web/index.html", "text/html; charset=utf-8"),
		asset("page.js", "web/page.js", "text/javascript; charset=utf-8"),
		asset("page.css", "web/page.css", "text/css; charset=utf-8"),
		asset("openapi.yaml", "openapi.yaml", "application/yaml"),
	})
}

// asset returns the route of one file. The page may load only its own files.
func asset(path, file, kind string) route {
	data, err := assets.ReadFile(file)
	if err != nil {
		panic("server: " + err.Error())
	}
	serve := http.HandlerFunc(func(rw http.ResponseWriter, _ *http.Request) {
		h := rw.Header()
		h.Set("Content-Type", kind)
		h.Set("Content-Security-Policy",
			"default-src 'self'; img-src 'self' data:; frame-ancestors 'none'")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Cache-Control", "no-cache")
		_, _ = rw.Write(data) // the caller may have left
	})
	return route{method: "GET", path: "/__admin/" + path,
		act: func(*call) (any, error) { return serve, nil }}
}
