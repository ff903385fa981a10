package command

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/tokenstorm/tokenstorm/internal/dashboard"
	"github.com/tokenstorm/tokenstorm/internal/outfile"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

// A board is the flag that asks for the page of a study that is carried out.
type board struct {
	address string
	page    *dashboard.Dashboard // nil: nobody asks for one
}

const dashboardFlag = "dashboard"

func (b *board) addFlag(c *cobra.Command) {
	c.Flags().StringVar(&b.address, dashboardFlag, "", "serve a page that shows the study while it "+
		"runs, with its metrics at /metrics, at this HOST:PORT\n(without one at a free port of "+
		"127.0.0.1); or write it to this FILE.html when the study is done")
	isWritten(c, dashboardFlag, writesFile)
	c.Flags().Lookup(dashboardFlag).NoOptDefVal = "127.0.0.1:0"
}

// open begins to serve the page, and says where it is.
func (b *board) open(c *cobra.Command, of *study.Progress, about dashboard.About) (err error) {
	if b.address == "" {
		return nil
	}
	about.Version = studyVersion()
	if isPage(b.address) {
		b.page = dashboard.Unserved(of, about)
		return nil
	}
	if b.page, err = dashboard.Listen(b.address, of, about); err != nil {
		return misconfigured(err)
	}
	remark(c, []string{"the dashboard is at " + b.page.Address()})
	return nil
}

// finish shows the study as it is printed.
func (b *board) finish(c *cobra.Command, s *study.Study) error {
	if b.page == nil {
		return nil
	}
	b.page.Finish(s)
	if !isPage(b.address) {
		return nil
	}
	return outfile.Write(c.OutOrStdout(), b.address, b.page.Write)
}

// close ends the page, once nobody has it open.
func (b *board) close(c *cobra.Command) {
	if b.page != nil {
		b.page.Close(c.Context(), func() {
			remark(c, []string{"the dashboard is open in a browser: this ends when it is closed there, " +
				"or by Ctrl-C"})
		})
	}
}

// joinAddress makes one word of --dashboard and the address behind it: the flag may stand alone,
// and what follows would be taken for an argument.
func joinAddress(words []string) []string {
	at := slices.Index(words, "--"+dashboardFlag)
	if at < 0 || at+1 == len(words) || !isAddress(words[at+1]) && !isPage(words[at+1]) {
		return words
	}
	return slices.Concat(words[:at], []string{words[at] + "=" + words[at+1]}, words[at+2:])
}

// isAddress reports whether a word is HOST:PORT or :PORT, and no name of a scenario or a file.
func isAddress(word string) bool {
	port := strings.LastIndexByte(word, ':')
	return port >= 0 && word[port+1:] != "" && strings.Trim(word[port+1:], "0123456789") == "" &&
		!strings.ContainsAny(word, `/\`)
}

// isPage reports whether a word is the name of a file for a page.
func isPage(word string) bool { return strings.HasSuffix(word, ".html") }
