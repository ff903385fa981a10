package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
)

// scenario is the storm in our own file. Its carrier has no limit of calls, as FedEx has, and
// reading A4 bans nobody: no other engine has either.
const scenario = `about: The storm that engines are compared in.
length: %v
fleet: {nodes: %d, users: %d}
carrier: {profile: generic, reading: A4, tokens: %s, token_life: %v, expires_in: life}
workload: [{closed: {think: exp %v}}]
network: {api: {leg: uniform %[7]v..%[8]v}, token: {leg: uniform %[7]v..%[8]v}}
strategies: [naive]
`

// tokenstorm is the product as people use it, with every check, the records and their digest.
func tokenstorm(program string) *engine {
	var file string
	return &engine{
		name: "tokenstorm", shorter: 1,
		prepare: func(folder string) (command []string, version string, err error) {
			file = filepath.Join(folder, "storm.yaml")
			return []string{program, "run", file, "--strategy", "naive", "--json", "--seed"}, "", nil
		},
		args: func(s storm, seed uint64) ([]string, error) {
			tokens := "single"
			if s.coexist {
				tokens = "coexist"
			}
			text := fmt.Sprintf(scenario, s.length, nodes, s.users, tokens, life, s.think,
				leastLeg, mostLeg)
			return []string{strconv.FormatUint(seed, 10)}, os.WriteFile(file, []byte(text), 0o600)
		},
		read: readTokenstorm,
	}
}

// readTokenstorm reads the figures that tokenstorm prints.
func readTokenstorm(printed []byte) (o outcome, err error) {
	var figures struct {
		Runs []struct {
			Events  int
			Actions struct{ Started, Succeeded int }
			API     struct{ Status map[string]int }
			Token   struct{ Requests int }
		}
	}
	if err := json.Unmarshal(printed, &figures); err != nil {
		return o, err
	}
	if len(figures.Runs) != 1 {
		return o, errors.New("found no run in what tokenstorm printed")
	}
	r := figures.Runs[0]
	return outcome{r.Events, r.Actions.Started, r.Actions.Succeeded, r.API.Status["401"],
		r.Token.Requests}, nil
}
