//go:build languages

package languages

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// A number of nodes that none can be is refused at once: a ration over -1 nodes is none.
func TestNodesMustBeOneOrMore(t *testing.T) {
	here, err := filepath.Abs(".")
	require.NoError(t, err)
	folder := t.TempDir()
	program := "class Many {\n  public static void main(String[] args) {\n" +
		"    new Recommended.Node(Integer.parseInt(args[0]));\n  }\n}\n"
	require.NoError(t, os.WriteFile(filepath.Join(folder, "Many.java"), []byte(program), 0o644))
	said, err := exec.CommandContext(t.Context(), "javac", "-d", folder, "-sourcepath", here,
		filepath.Join(folder, "Many.java")).CombinedOutput()
	require.NoError(t, err, "%s", said)
	for language, command := range map[string]func(nodes string) []string{
		"java": func(nodes string) []string { return []string{"java", "-cp", folder, "Many", nodes} },
		"node": func(nodes string) []string {
			return []string{"node", "--input-type=module", "-e",
				`import { Node } from "` + here + `/recommended.mjs"; new Node({ nodes: ` + nodes + ` });`}
		},
		"python": func(nodes string) []string {
			return []string{"/usr/bin/python3", "-B", "-c",
				"import sys; sys.path.insert(0, '" + here + "'); import recommended; " +
					"recommended.Node(nodes=" + nodes + ")"}
		},
	} {
		for _, nodes := range []string{"0", "-1", "1"} {
			words := command(nodes)
			said, err := exec.CommandContext(t.Context(), words[0], words[1:]...).CombinedOutput()
			if nodes == "1" {
				require.NoError(t, err, "%s: %s", language, said)
				continue
			}
			require.Error(t, err, language)
			require.Contains(t, string(said), "found nodes "+nodes+"; meant ", language)
		}
	}
}
