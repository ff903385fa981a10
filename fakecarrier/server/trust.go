package server

import "net/http"

func init() {
	handle("GET /__admin/ca.pem", func(c *call, _ none) (any, error) {
		return fileHandler("application/x-pem-file", c.server.authority.pem()), nil
	})
	handle("GET /__admin/ca.p12", func(c *call, _ none) (any, error) {
		data, err := c.server.authority.trustStore()
		return fileHandler("application/x-pkcs12", data), err
	})
	handle("GET /__admin/hosts", listHosts)
}

// fileHandler answers with a file.
func fileHandler(kind string, data []byte) http.Handler {
	return http.HandlerFunc(func(rw http.ResponseWriter, _ *http.Request) {
		h := rw.Header()
		h.Set("Content-Type", kind)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Cache-Control", "no-store")
		_, _ = rw.Write(data) // the caller may have left
	})
}

// listHosts lists the hosts at which carriers answer, and the proxies to reach them by: none unless
// the carrier follows from the host.
func listHosts(c *call, _ none) (any, error) {
	hosts := []servedHost{}
	if c.server.config.byHost() {
		hosts = c.server.hosts(c.on.name)
	}
	return object{"proxies": append([]string{}, c.server.proxies...), "hosts": hosts}, nil
}
