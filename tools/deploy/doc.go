// Package deploy holds the manifests of the folder deploy to what Kubernetes takes, and carries out
// the command of the Job.
package deploy
