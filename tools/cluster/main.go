// Command cluster holds studies on many machines to be those of one process, while workers and the
// server are killed and the network between them is cut; and measures what workers cost beside
// no engine.
//
//	cd tools && go run ./cluster harm|cost TOKENSTORM NATS-SERVER STUDIES
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
	if len(os.Args) != 5 || os.Args[1] != "harm" && os.Args[1] != "cost" {
		fmt.Fprintln(os.Stderr, "cluster: harm or cost, the program, nats-server, a number of studies")
		os.Exit(1)
	}
	if err := measure(os.Args[1], os.Args[2], os.Args[3], os.Args[4]); err != nil {
		fmt.Fprintln(os.Stderr, "cluster:", err)
		os.Exit(1)
	}
}

func measure(what, program, nats, count string) error {
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
	if what == "harm" {
		for _, kind := range kinds {
			if err := s.harm(kind, studies); err != nil {
				return fmt.Errorf("%s: %w", kind.name, err)
			}
		}
		return nil
	}
	for _, size := range sizes {
		if err := s.weigh(size, studies); err != nil {
			return fmt.Errorf("%s: %w", size.name, err)
		}
	}
	return nil
}
