// Package deploy holds the manifests beside it to what Kubernetes and Compose take, and carries out
// their commands. What Helm makes of the chart is looked at by `make release`.
package deploy
