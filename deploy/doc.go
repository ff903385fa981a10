// Package deploy holds the manifests beside it to what Kubernetes takes, and carries out
// the command of the Job.
package deploy
