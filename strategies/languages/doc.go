// Package languages holds the strategies recommended and recommended-unshared in Java, Node and
// Python: one file each, to be copied into a service. With a store that all processes reach it is
// the first, without one the second.
//
//   - Recommended.java
//   - recommended.mjs
//   - recommended.py
//
// testdata/shared.txt and testdata/unshared.txt have what each of them does, step by step, against
// the fake carrier. The Go ones, [github.com/tokenstorm/tokenstorm/strategies.Recommended] and
// [github.com/tokenstorm/tokenstorm/strategies.RecommendedUnshared] as package oauth ships them,
// are held to the same steps.
package languages
