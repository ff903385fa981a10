package deploy

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	apps "k8s.io/api/apps/v1"
	batch "k8s.io/api/batch/v1"
	core "k8s.io/api/core/v1"
	"sigs.k8s.io/yaml"
)

// programs is a folder with the programs.
var programs string

func TestMain(m *testing.M) {
	os.Exit(built(m))
}

func built(m *testing.M) int {
	var err error
	if programs, err = os.MkdirTemp("", "deploy-"); err == nil {
		defer os.RemoveAll(programs)
		c := exec.Command("go", "build", "-o", programs, "./cmd/tokenstorm", "./cmd/fakecarrier")
		c.Dir, c.Stderr = "..", os.Stderr
		err = c.Run()
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return m.Run()
}

const folder = "kubernetes/"

// manifests are the objects of a file, decoded strictly: no field that Kubernetes does not know,
// and none twice.
func manifests(t *testing.T, file string) (objects []any) {
	text, err := os.ReadFile(folder + file)
	require.NoError(t, err)
	for part := range strings.SplitSeq(string(text), "\n---\n") {
		var kind struct{ Kind string }
		require.NoError(t, yaml.Unmarshal([]byte(part), &kind))
		into := map[string]any{
			"Job": new(batch.Job), "Deployment": new(apps.Deployment), "ConfigMap": new(core.ConfigMap),
			"Service": new(core.Service), "PersistentVolumeClaim": new(core.PersistentVolumeClaim),
		}[kind.Kind]
		require.NotNil(t, into, kind.Kind)
		require.NoError(t, yaml.UnmarshalStrict([]byte(part), into), kind.Kind)
		objects = append(objects, into)
	}
	return objects
}

// only is the one object of a type.
func only[T any](t *testing.T, objects []any) *T {
	var found []*T
	for _, object := range objects {
		if of, is := object.(*T); is {
			found = append(found, of)
		}
	}
	require.Len(t, found, 1)
	return found[0]
}

func TestStrictly(t *testing.T) {
	require.Len(t, manifests(t, "study.yaml"), 3)
	require.Len(t, manifests(t, "workers.yaml"), 3)
	require.Error(t, yaml.UnmarshalStrict([]byte("spec: {completion: 8}"), new(batch.Job)))
}

// The command of the container is run as it stands, once for each index, in the folder of its
// volume and with its environment; merged, the shards are what one process prints.
func TestJobIsOneProcess(t *testing.T) {
	objects := manifests(t, "study.yaml")
	job, study := only[batch.Job](t, objects), only[core.ConfigMap](t, objects)
	claim := only[core.PersistentVolumeClaim](t, objects)
	pod := job.Spec.Template.Spec
	require.Equal(t, batch.IndexedCompletion, *job.Spec.CompletionMode)
	require.Equal(t, study.Name, pod.Volumes[0].ConfigMap.Name)
	require.Equal(t, claim.Name, pod.Volumes[1].PersistentVolumeClaim.ClaimName)
	container := pod.Containers[0]
	for i, volume := range container.VolumeMounts {
		require.Equal(t, pod.Volumes[i].Name, volume.Name)
	}
	require.Equal(t, container.VolumeMounts[1].MountPath, container.WorkingDir)
	require.Equal(t, container.VolumeMounts[0].MountPath, container.Env[0].Value)

	mounted, results := t.TempDir(), t.TempDir()
	for name, text := range study.Data {
		require.NoError(t, os.WriteFile(filepath.Join(mounted, name), []byte(text), 0o600))
	}
	run := func(env []string, command ...string) string {
		c := exec.Command(command[0], command[1:]...)
		c.Dir = results
		c.Env = append([]string{"PATH=" + programs + ":" + os.Getenv("PATH"), "HOME=" + results,
			container.Env[0].Name + "=" + mounted}, env...)
		var out, said bytes.Buffer
		c.Stdout, c.Stderr = &out, &said
		require.NoError(t, c.Run(), said.String())
		return out.String()
	}
	program := filepath.Join(programs, "tokenstorm")
	merge := []string{program, "merge"}
	for i := range *job.Spec.Completions {
		run([]string{fmt.Sprintf("JOB_COMPLETION_INDEX=%d", i)}, container.Command...)
		merge = append(merge, fmt.Sprintf("part-%d", i))
	}
	alone := run(nil, program, "compare", filepath.Join(mounted, "storm.yaml"), "--seeds", "200",
		"--readings", "akamai,paranoid", "--cache", "off")
	require.Equal(t, alone, run(nil, merge...))
}

// The workers' command is one that the program has, with these flags.
func TestWorkersCommand(t *testing.T) {
	for _, object := range manifests(t, "workers.yaml") {
		of, is := object.(*apps.Deployment)
		if !is || of.Name == "nats" {
			continue
		}
		command := of.Spec.Template.Spec.Containers[0].Command
		require.Equal(t, "tokenstorm", command[0])
		said, err := exec.Command(filepath.Join(programs, command[0]), command[1:]...).CombinedOutput()
		require.Error(t, err, "there is no such server here")
		require.Contains(t, string(said), "tokenstorm: nats://nats:4222: ")
	}
}
