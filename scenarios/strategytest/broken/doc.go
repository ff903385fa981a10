// Package broken has parts of strategies with faults that we once shipped, each as it was. They are
// here so that tests and searches must find them again. Only tests import this package.
package broken
