package archive

import (
	"encoding/base64"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestPageHasAnArchive(t *testing.T) {
	a := kept(t)
	page := "<!doctype html><body>" + blockBegins + `data-name="a.zip">` +
		base64.StdEncoding.EncodeToString(written(t, a)) + "</script>"
	require.True(t, IsPage([]byte(page)))
	again, err := ReadPage("index.html", []byte(page))
	require.NoError(t, err)
	require.Equal(t, written(t, a), written(t, again))

	for page, want := range map[string]string{
		"<!doctype html>":              "index.html:1:1: found a page of 0 studies; meant a page of one",
		page + page:                    "found a page of 2 studies",
		"<!" + blockBegins + ">!!</":   "found a damaged study",
		"<!" + blockBegins + ">UEsD</": "found no whole zip",
		"<!" + blockBegins + ">":       "found no whole zip",
	} {
		_, err := ReadPage("index.html", []byte(page))
		require.ErrorContains(t, err, want)
	}
}
