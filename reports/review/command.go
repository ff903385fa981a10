package review

import (
	"slices"
	"strconv"
	"strings"
)

// words are the command line that repeats a study of a scene.
func words(s scene, strategies, readings []string, first uint64, seeds int) []string {
	line := []string{"compare", s.base}
	for _, set := range s.settings {
		line[0] = "sweep"
		line = append(line, "--vary", set.Path+"="+set.Value)
	}
	return append(line, "--strategies", strings.Join(strategies, ","),
		"--readings", strings.Join(readings, ","),
		"--seed", strconv.FormatUint(first, 10), "--seeds", strconv.Itoa(seeds))
}

// commands are the lines that repeat a question's studies: one for each grid of settings.
func (e *evidence) commands(q *question) []string {
	var lines []string
	var grids []need
	for _, n := range q.needs {
		if at := slices.IndexFunc(grids, n.extends); at >= 0 {
			grids[at].scene = grids[at].scene.joined(n.scene)
		} else {
			grids = append(grids, n)
		}
	}
	for _, n := range grids {
		lines = append(lines,
			e.line(words(n.scene, n.strategies, n.readings, e.plan.first, e.plan.seeds)...))
	}
	for _, n := range q.capacity {
		lines = append(lines, e.frontier(n.title).command(e.line))
	}
	return lines
}

// extends reports whether the grid becomes one that has n too, by one more value of one field.
func (n need) extends(grid need) bool {
	if n.scene.base != grid.scene.base || !slices.Equal(n.strategies, grid.strategies) ||
		!slices.Equal(n.readings, grid.readings) ||
		len(n.scene.settings) != len(grid.scene.settings) {
		return false
	}
	differ := 0
	for i, set := range n.scene.settings {
		if set.Path != grid.scene.settings[i].Path {
			return false
		}
		if set.Value != grid.scene.settings[i].Value {
			differ++
		}
	}
	return differ == 1
}

// joined is the grid with one more value of the field in which it differs from s.
func (s scene) joined(more scene) scene {
	s.settings = slices.Clone(s.settings)
	for i, set := range more.settings {
		if set.Value != s.settings[i].Value {
			s.settings[i].Value += "," + set.Value
		}
	}
	return s
}
