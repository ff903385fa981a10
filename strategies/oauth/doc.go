// Package oauth puts the strategies to work in a Go service: a [Client] of token endpoints,
// described by data, for FedEx, UPS, USPS, DHL eCommerce, RFC 6749 and whoever else can be
// described so; and a [Transport] that carries every request of an http.Client through a strategy.
package oauth
