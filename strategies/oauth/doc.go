// Package oauth uses strategies in a Go service. A [Client] requests tokens from a token
// endpoint, which its fields describe: [FedEx], [UPS], [USPS], [DHLeCommerce], or [Generic] for
// RFC 6749. A [Transport] is an http.RoundTripper that sends each request with a token of a
// strategy; [NewClient] makes an http.Client with one.
package oauth
