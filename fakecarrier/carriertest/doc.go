// Package carriertest starts a fake carrier for the length of a test.
package carriertest
