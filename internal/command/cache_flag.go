package command

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/reports/review"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
	"github.com/tokenstorm/tokenstorm/scenarios/study/cells"
)

// A cache is the flag that says where runs are kept, so that none is carried out twice.
type cache struct {
	dir   string
	store *cells.Store // nil: nothing is kept

	audit study.Audit
	kept  int // cells

	unplanned []*cells.Unplanned
}

// cacheVariable is that of the environment which says where runs are kept; the flag comes first.
const cacheVariable = "TOKENSTORM_CACHE"

// noCache is what both of them say so that nothing is kept.
const noCache = "off"

func (k *cache) addFlag(c *cobra.Command) {
	c.Flags().StringVar(&k.dir, "cache", "", "the `folder` that keeps runs, so that none is carried "+
		"out twice, or off\n(default $"+cacheVariable+", else tokenstorm in the user's cache folder)")
	complete(c, "cache", []string{noCache})
}

// folder is where runs are kept; empty: nowhere.
func (k *cache) folder() (string, error) {
	switch dir := cmp.Or(k.dir, os.Getenv(cacheVariable)); dir {
	case noCache:
		return "", nil
	case "":
		return cells.Folder()
	default:
		return dir, nil
	}
}

// open opens the folder. Where that cannot be done it is remarked, and nothing is kept: a study
// does not depend on it.
func (k *cache) open(c *cobra.Command) {
	dir, err := k.folder()
	if err == nil && dir != "" && strings.HasSuffix(studyVersion(), unknown) {
		err = fmt.Errorf("this program cannot be told from others: %s", studyVersion())
	}
	if err == nil && dir != "" {
		k.store, err = cells.Open(dir, cells.DefaultLimit, time.Now)
	}
	if err != nil {
		remark(c, []string{"runs are not kept: " + err.Error()})
	}
}

// keep is what keeps the cells of a study, if anything does. Some of those that are kept are run
// again: that they differ is an error.
func (k *cache) keep(
	ctx context.Context, h *study.Header, of review.Contestants, run study.Runner,
) ([]study.Keeper, error) {
	if k.store == nil {
		return nil, nil
	}
	keeper := k.store.Keeper(cells.Study{
		Program: h.Version, Asked: h.Plan.Ask.OfRuns().String(), Of: of,
	})
	a, kept := keeper.Audit(h.Cells(), run, func(n int, do func(i int)) {
		each(ctx, n, &progress{what: "auditing"}, do)
	})
	k.audit.Equal, k.audit.Computed = k.audit.Equal+a.Equal, k.audit.Computed+a.Computed
	k.kept += kept
	return []study.Keeper{keeper}, a.Differs
}

// keepUnplanned is what keeps runs that no study plans, and of which so much is asked: of these
// contestants. nil: nothing does.
func (k *cache) keepUnplanned(of review.Contestants, ask measure.Asked) study.Store {
	if k.store == nil {
		return nil
	}
	u := k.store.Unplanned(cells.Study{Program: studyVersion(), Of: of}, ask)
	k.unplanned = append(k.unplanned, u)
	return u
}

// explain remarks what was kept, and why runs were carried out all the same.
// The error is of runs that no study planned and that are not what they are kept as.
func (k *cache) explain(c *cobra.Command) error {
	if k.store == nil {
		return nil
	}
	var differs error
	for _, u := range k.unplanned {
		a, kept := u.Audit()
		k.audit.Equal, k.audit.Computed = k.audit.Equal+a.Equal, k.audit.Computed+a.Computed
		k.kept += kept
		differs = cmp.Or(differs, a.Differs)
	}
	if k.kept > 0 {
		remark(c, []string{fmt.Sprintf("%s; %s kept in %s", k.audit, unit.Counted(k.kept, "run"),
			k.store)})
	}
	remark(c, k.store.Remarks())
	remark(c, k.store.Reasons())
	return differs
}
