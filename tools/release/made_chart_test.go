//go:build release

package main

import (
	"maps"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
	"helm.sh/helm/v3/pkg/chart"
	"helm.sh/helm/v3/pkg/chart/loader"
	"helm.sh/helm/v3/pkg/chartutil"
	"helm.sh/helm/v3/pkg/engine"
	"helm.sh/helm/v3/pkg/lint"
	"helm.sh/helm/v3/pkg/lint/support"
	apps "k8s.io/api/apps/v1"
	core "k8s.io/api/core/v1"
	"sigs.k8s.io/yaml"
)

const token = "0123456789abcdef"

// rendered are the manifests that helm makes of the chart with these values, by their names.
func rendered(t *testing.T, of *chart.Chart, values map[string]any) (map[string]string, error) {
	t.Helper()
	with, err := chartutil.ToRenderValues(of, values, chartutil.ReleaseOptions{Name: "carrier",
		Namespace: "test"}, nil)
	if err != nil {
		return nil, err
	}
	texts, err := engine.Render(of, with)
	short := map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(texts)) {
		short[path.Base(name)] = texts[name]
	}
	return short, err
}

// Helm finds nothing wrong with the chart; Kubernetes knows each field of what it makes; and
// the program begins with the configuration and the token that it would find in the pod.
func TestChart(t *testing.T) {
	of, err := loader.Load(only(t, "fakecarrier-*.tgz"))
	require.NoError(t, err)
	require.Equal(t, of.Metadata.Version, of.Metadata.AppVersion)
	require.NotEqual(t, "0.0.0", of.Metadata.Version)
	texts, err := rendered(t, of, map[string]any{"adminToken": token})
	require.NoError(t, err)
	var config core.ConfigMap
	var secret core.Secret
	var service core.Service
	var deployment apps.Deployment
	for name, into := range map[string]any{"config.yaml": &config, "secret.yaml": &secret,
		"service.yaml": &service, "deployment.yaml": &deployment} {
		require.NoError(t, yaml.UnmarshalStrict([]byte(texts[name]), into), name)
	}
	pod := deployment.Spec.Template
	require.Equal(t, deployment.Spec.Selector.MatchLabels, pod.Labels)
	require.Equal(t, service.Spec.Selector, pod.Labels)
	container := pod.Spec.Containers[0]
	require.Equal(t, "tokenstorm:"+of.Metadata.Version, container.Image)
	for i, port := range service.Spec.Ports {
		require.Equal(t, container.Ports[i].Name, port.TargetPort.StrVal)
	}
	require.Equal(t, config.Name, pod.Spec.Volumes[0].ConfigMap.Name)
	require.Equal(t, secret.Name, pod.Spec.Volumes[1].Secret.SecretName)

	folder := written(t, unpacked(t, only(t, "tokenstorm_*_linux_amd64.tar.gz")))
	at := strings.NewReplacer(container.VolumeMounts[0].MountPath, folder,
		container.VolumeMounts[1].MountPath, folder, ":8480", ":0", ":8481", ":0")
	for _, held := range []map[string]string{config.Data, secret.StringData} {
		for _, name := range slices.Sorted(maps.Keys(held)) {
			text := []byte(at.Replace(held[name]))
			require.NoError(t, os.WriteFile(filepath.Join(folder, name), text, 0o600))
		}
	}
	args := slices.Clone(container.Args)
	for i := range args {
		args[i] = at.Replace(args[i])
	}
	c := exec.Command(filepath.Join(folder, "fakecarrier"), args...)
	said, err := c.StderrPipe()
	require.NoError(t, err)
	require.NoError(t, c.Start())
	line := make([]byte, 1000)
	n, err := said.Read(line)
	require.NoError(t, err, "it ended")
	require.Contains(t, string(line[:n]), "fedex")
	require.NoError(t, c.Process.Signal(syscall.SIGTERM))
	for err == nil { // until it ends
		_, err = said.Read(line)
	}
	require.NoError(t, c.Wait())
}

func TestChartRefusesWrongValues(t *testing.T) {
	of, err := loader.Load(only(t, "fakecarrier-*.tgz"))
	require.NoError(t, err)
	for _, values := range []map[string]any{
		{}, // no token
		{"adminToken": "short"},
		{"adminToken": token, "replicas": 2},
		{"adminToken": token, "config": map[string]any{"listen": "0.0.0.0:80"}},
	} {
		_, err := rendered(t, of, values)
		require.ErrorContains(t, err, "values don't meet the specifications of the schema", values)
	}
}

func TestChartLint(t *testing.T) {
	files := unpacked(t, only(t, "fakecarrier-*.tgz"))
	folder := filepath.Join(written(t, below("fakecarrier", files)), "fakecarrier")
	found := lint.All(folder, map[string]any{"adminToken": token}, "test", true)
	for _, m := range found.Messages {
		require.Less(t, m.Severity, support.WarningSev, m.Error())
	}
}
