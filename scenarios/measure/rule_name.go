package measure

import (
	"fmt"
	"hash/fnv"

	"github.com/tokenstorm/tokenstorm/fakecarrier/quota"
)

// ruleNames are the ids that Record.Rule indexes.
var ruleNames = func() []string {
	names := []string{""}
	for _, r := range quota.Readings() {
		names = append(names, r.ID)
	}
	return names
}()

// ruleSums stand for the ids in digests, by the same index, which changes when a reading is added.
var ruleSums = func() (sums []uint64) {
	for _, name := range ruleNames {
		h := fnv.New64a()
		h.Write([]byte(name))
		sums = append(sums, h.Sum64())
	}
	return sums
}()

// RuleName returns the id of the reading that r's hit violated, such as R1, or which of the
// carrier's meters objected to it, such as meter 2; empty where none did.
func RuleName(r *Record) string {
	if r.Rule == 0 && r.Meter != 0 {
		return fmt.Sprintf("meter %d", r.Meter)
	}
	return ruleNames[r.Rule]
}

// RuleIndex is what Record.Rule holds for the reading of that id.
func RuleIndex(id string) uint8 {
	for i, name := range ruleNames {
		if name == id {
			return uint8(i)
		}
	}
	panic(fmt.Sprintf("the carrier named an unknown reading %q", id))
}
