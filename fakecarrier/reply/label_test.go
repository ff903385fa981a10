package reply

import (
	"bytes"
	"image/png"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// A PDF's table names where each object begins, and the trailer where the table does; its stream is
// as long as it says.
func TestLabelPDF(t *testing.T) {
	text := string(labelPDF("FEDEX", "791618005758"))
	require.True(t, strings.HasPrefix(text, "%PDF-1.4\n"))
	require.True(t, strings.HasSuffix(text, "%%EOF\n"))
	require.Contains(t, text, "(791618005758) Tj")
	start := regexp.MustCompile(`startxref\n(\d+)\n`).FindStringSubmatch(text)
	at, err := strconv.Atoi(start[1])
	require.NoError(t, err)
	require.True(t, strings.HasPrefix(text[at:], "xref\n0 6\n"))
	offsets := regexp.MustCompile(`(\d{10}) 00000 n `).FindAllStringSubmatch(text[at:], -1)
	require.Len(t, offsets, 5)
	for i, o := range offsets {
		at, err := strconv.Atoi(o[1])
		require.NoError(t, err)
		require.True(t, strings.HasPrefix(text[at:], strconv.Itoa(i+1)+" 0 obj\n"))
	}
	stream := regexp.MustCompile(`(?s)/Length (\d+) >>\nstream\n(.*)endstream`)
	length := stream.FindStringSubmatch(text)
	require.Equal(t, length[1], strconv.Itoa(len(length[2])))
}

func TestLabelPNG(t *testing.T) {
	picture, err := png.Decode(bytes.NewReader(labelPNG("791618005758")))
	require.NoError(t, err)
	// 14 characters of 12 columns (6 narrow, 3 wide) and a gap, and a margin of 20 on both sides.
	require.Equal(t, 14*13+40, picture.Bounds().Dx())
	require.Equal(t, 100, picture.Bounds().Dy())
}

func TestLabelZPL(t *testing.T) {
	require.Equal(t, "^XA\n^FO50,50^A0N,40,40^FDUPS^FS\n^FO50,150^BY2^BCN,120,Y,N,N^FD1Z9^FS\n^XZ\n",
		string(labelZPL("UPS", "1Z9")))
}

// Each character of Code 39 has three wide elements of nine, and bars of its own.
func TestBarcode(t *testing.T) {
	seen := map[string]bool{}
	for c, elements := range code39 {
		require.Len(t, elements, 9, string(c))
		require.Equal(t, 3, strings.Count(elements, "w"), string(c))
		require.False(t, seen[elements], string(c))
		seen[elements] = true
	}
	require.Len(t, code39, 38)
	require.Len(t, barcode("é"), 26, "start and stop")
}
