// Package planted has faults that a hunt must find: parts of strategies that are broken, and
// carriers that are. Each shows by a signal of its own. Only tests import this package.
package planted
