package platform

import (
	"bytes"
	"debug/elf"
	"debug/macho"
	"debug/pe"
	"errors"
	"fmt"
)

// processors are what the heads of programs name, by platform.
var processors = map[Platform]string{
	{"linux", "amd64"}: "EM_X86_64", {"linux", "arm64"}: "EM_AARCH64",
	{"darwin", "amd64"}: "CpuAmd64", {"darwin", "arm64"}: "CpuArm64",
	{"windows", "amd64"}: "0x8664", {"windows", "arm64"}: "0xaa64",
}

// Check reports a program that is not of the platform by its head, or, for Linux, not static.
func (p Platform) Check(program []byte) error {
	of, err := p.processorOf(program)
	if err != nil {
		return fmt.Errorf("%v: %w", p, err)
	}
	if of != processors[p] {
		return fmt.Errorf("%v: found a program for %s; meant %s", p, of, processors[p])
	}
	return nil
}

func (p Platform) processorOf(program []byte) (string, error) {
	r := bytes.NewReader(program)
	switch p.System {
	case "linux":
		head, err := elf.NewFile(r)
		if err != nil {
			return "", err
		}
		for _, part := range head.Progs {
			if part.Type == elf.PT_INTERP || part.Type == elf.PT_DYNAMIC {
				return "", errors.New("the program is not static")
			}
		}
		return head.Machine.String(), nil
	case "darwin":
		head, err := macho.NewFile(r)
		if err != nil {
			return "", err
		}
		return head.Cpu.String(), nil
	default:
		head, err := pe.NewFile(r)
		if err != nil {
			return "", err
		}
		return fmt.Sprintf("%#x", head.Machine), nil
	}
}
