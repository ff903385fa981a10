package reply

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"strings"
)

// format is what a document is asked to be: PDF, PNG or ZPL, as the request writes it. Other
// formats are answered by a PDF.
func (s *scope) format() string {
	asked := strings.ToUpper(s.op.document.textAt(s))
	switch {
	case strings.HasPrefix(asked, "ZPL"), strings.HasPrefix(asked, "PNG"):
		return asked
	}
	return "PDF"
}

// appendDocument appends a document with the number of the thing, in base64.
func (s *scope) appendDocument(b []byte) []byte {
	number := ""
	if s.thing != nil {
		number = s.thing.number
	}
	var text []byte
	switch format := s.format(); {
	case strings.HasPrefix(format, "ZPL"):
		text = labelZPL(s.op.set.name, number)
	case strings.HasPrefix(format, "PNG"):
		text = labelPNG(number)
	default:
		text = labelPDF(s.op.set.name, number)
	}
	return append(base64.StdEncoding.AppendEncode(append(b, '"'), text), '"')
}

// labelZPL is a label for Zebra's printers, with a barcode of Code 128.
func labelZPL(carrier, number string) []byte {
	return fmt.Appendf(nil, "^XA\n^FO50,50^A0N,40,40^FD%s^FS\n"+
		"^FO50,150^BY2^BCN,120,Y,N,N^FD%s^FS\n^XZ\n", carrier, number)
}

// labelPNG is a label with a barcode of Code 39.
func labelPNG(number string) []byte {
	bars := barcode(number)
	palette := color.Palette{color.White, color.Black}
	picture := image.NewPaletted(image.Rect(0, 0, len(bars)+40, 100), palette)
	for x, dark := range bars {
		for y := 20; dark && y < 80; y++ {
			picture.SetColorIndex(x+20, y, 1)
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, picture); err != nil { // a write into memory does not fail
		panic("reply: " + err.Error())
	}
	return b.Bytes()
}

// labelPDF is one page of 4 by 6 inches, with a barcode of Code 39.
func labelPDF(carrier, number string) []byte {
	var page bytes.Buffer
	fmt.Fprintf(&page, "BT /F1 18 Tf 20 390 Td (%s) Tj 0 -24 Td /F1 10 Tf (%s) Tj ET\n",
		carrier, number)
	for x, dark := range barcode(number) {
		if dark {
			fmt.Fprintf(&page, "%d.%d 240 0.7 80 re f\n", 20+7*x/10, 7*x%10)
		}
	}
	objects := []string{
		"<< /Type /Catalog /Pages 2 0 R >>",
		"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 288 432] /Contents 5 0 R " +
			"/Resources << /Font << /F1 4 0 R >> >> >>",
		"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
		fmt.Sprintf("<< /Length %d >>\nstream\n%sendstream", page.Len(), page.String()),
	}
	b := []byte("%PDF-1.4\n")
	table := []byte("0000000000 65535 f \n")
	for i, object := range objects {
		table = fmt.Appendf(table, "%010d 00000 n \n", len(b))
		b = fmt.Appendf(b, "%d 0 obj\n%s\nendobj\n", i+1, object)
	}
	return fmt.Appendf(b, "xref\n0 %d\n%strailer\n<< /Size %d /Root 1 0 R >>\n"+
		"startxref\n%d\n%%%%EOF\n", len(objects)+1, table, len(objects)+1, len(b))
}

// code39 are the bars and spaces of Code 39 (ISO/IEC 16388), bar first, wide or narrow.
var code39 = map[byte]string{
	'0': "nnnwwnwnn", '1': "wnnwnnnnw", '2': "nnwwnnnnw", '3': "wnwwnnnnn", '4': "nnnwwnnnw",
	'5': "wnnwwnnnn", '6': "nnwwwnnnn", '7': "nnnwnnwnw", '8': "wnnwnnwnn", '9': "nnwwnnwnn",
	'A': "wnnnnwnnw", 'B': "nnwnnwnnw", 'C': "wnwnnwnnn", 'D': "nnnnwwnnw", 'E': "wnnnwwnnn",
	'F': "nnwnwwnnn", 'G': "nnnnnwwnw", 'H': "wnnnnwwnn", 'I': "nnwnnwwnn", 'J': "nnnnwwwnn",
	'K': "wnnnnnnww", 'L': "nnwnnnnww", 'M': "wnwnnnnwn", 'N': "nnnnwnnww", 'O': "wnnnwnnwn",
	'P': "nnwnwnnwn", 'Q': "nnnnnnwww", 'R': "wnnnnnwwn", 'S': "nnwnnnwwn", 'T': "nnnnwnwwn",
	'U': "wwnnnnnnw", 'V': "nwwnnnnnw", 'W': "wwwnnnnnn", 'X': "nwnnwnnnw", 'Y': "wwnnwnnnn",
	'Z': "nwwnwnnnn", '-': "nwnnnnwnw", '*': "nwnnwnwnn",
}

// barcode returns the columns of a text in Code 39, dark or not; what it has no bars for is left
// out.
func barcode(text string) (columns []bool) {
	for _, c := range []byte("*" + strings.ToUpper(text) + "*") {
		for i, width := range []byte(code39[c]) {
			columns = append(columns, i%2 == 0)
			if width == 'w' {
				columns = append(columns, i%2 == 0)
			}
		}
		if code39[c] != "" {
			columns = append(columns, false)
		}
	}
	return columns
}
