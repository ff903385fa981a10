// Command cluster holds studies on many machines to be those of one process, while workers and the
// server are killed and the network between them is cut; and measures what workers cost beside
// no engine.
//
//	cd tools && go run ./cluster TOKENSTORM NATS-SERVER STUDIES
//
// It prints lines that ./measured reads. Network namespaces need root.
package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
)

func main() {
	if len(os.Args) != 4 {
		fmt.Fprintln(os.Stderr, "cluster: give the program, nats-server, and a number of studies")
		os.Exit(1)
	}
	if err := measure(os.Args[1], os.Args[2], os.Args[3]); err != nil {
		fmt.Fprintln(os.Stderr, "cluster:", err)
		os.Exit(1)
	}
}

func measure(program, nats, count string) error {
	studies, err := strconv.Atoi(count)
	if err != nil {
		return err
	}
	folder, err := os.MkdirTemp("", "cluster-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	for _, file := range []*string{&program, &nats} {
		if *file, err = filepath.Abs(*file); err != nil {
			return err
		}
	}
	s := &site{program: program, nats: nats, folder: folder, chance: rand.New(rand.NewPCG(1, 0))}
	defer s.stop()
	for _, kind := range kinds {
		if err := s.harm(kind, studies); err != nil {
			return fmt.Errorf("%s: %w", kind.name, err)
		}
	}
	for _, size := range sizes {
		if err := s.weigh(size, studies); err != nil {
			return fmt.Errorf("%s: %w", size.name, err)
		}
	}
	return nil
}
