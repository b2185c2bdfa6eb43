package enclosing

import (
	"archive/zip"
	"bytes"
	"errors"
	"strings"
	"testing"

	"accede/act"
)

// hostile answers files that were made to be taken for something else, and why each is refused; empty: it is taken.
func hostile(t *testing.T) []struct {
	name, content string
	why           Why
} {
	t.Helper()
	var packed bytes.Buffer
	z := zip.NewWriter(&packed)
	w, err := z.Create("a.html")
	if err == nil {
		_, err = w.Write(bytes.Repeat([]byte{0}, 1<<20)) // a bomb of a thousand to one
	}
	if err == nil {
		err = z.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	const pdf, png, jpeg = "%PDF-1.7\n1 0 obj\n", "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "\xff\xd8\xff\xe0\x00\x10JFIF"
	return []struct {
		name, content string
		why           Why
	}{
		{"plan.pdf", pdf, ""},
		{"Ärende n° 3.PDF", pdf, ""},
		{"chart.png", png, ""},
		{"photo.jpeg", jpeg, ""},
		{"votes.csv", "\ufeffmember;ballot\r\nÅland;for\r\n", ""},
		{"note.txt", "5 < 6, and <b> stands within", ""},

		{"page.pdf", "<html><script>alert(1)</script>", Other},
		{"page.pdf", "\n%PDF-1.7", Other}, // readers look for the mark further on, so that a page may stand before it
		{"drawing.svg", "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", BadKind},
		{"drawing.png", "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", Other},
		{"drawing.txt", "\ufeff \t<SVG onload=alert(1)>", Other},
		{"page.txt", "<!DOCTYPE html><p>", Other},
		{"page.csv", "<script>alert(1)</script>", Other},
		{"page.html", "<p>", BadKind},
		{"letter.docx", packed.String(), BadKind},
		{"bomb.zip", packed.String(), BadKind},
		{"bomb.pdf", packed.String(), Other},
		{"polyglot.pdf", pdf + packed.String(), Archive},
		{"polyglot.png", png + packed.String() + strings.Repeat("x", 300), Archive},
		{"polyglot.jpg", jpeg + packed.String(), Archive},
		{"programme.txt", "MZ\x90\x00\x03", Other},
		{"latin.txt", "caf\xe9", Other},
		{"invoice.pdf.exe", pdf, BadKind},
		{"invoice.exe.pdf", pdf, ""}, // it ends as it is, and is handed out under that name
		{"pdf", pdf, BadKind},
		{".pdf", pdf, BadName},
		{"", pdf, BadName},
		{"..", pdf, BadName},
		{"a\x00.pdf", pdf, BadName},
		{"a\n.pdf", pdf, BadName},
		{"invoice\u202efdp.exe.pdf", pdf, BadName}, // shown as invoiceexe.pdf turned round
		{"a\u200b.pdf", pdf, BadName},
		{"a\xff.pdf", pdf, BadName},
		{strings.Repeat("n", 200) + ".pdf", pdf, BadName},
		{"empty.pdf", "", Empty},
		{"large.txt", strings.Repeat("x", MaxFile+1), TooLarge},
	}
}

func TestAttack18AFileIsTakenOnlyForWhatItIs(t *testing.T) {
	refusals := 0
	defer func() { t.Logf("%d files refused", refusals) }()
	for _, c := range hostile(t) {
		if c.why != "" {
			refusals++
		}
		f, err := Look(c.name, []byte(c.content))
		var refused *Refused
		switch {
		case c.why == "" && err != nil:
			t.Errorf("Look(%q) = %v, want it taken", c.name, err)
		case c.why == "" && f.Media == "":
			t.Errorf("Look(%q) does not say what it is", c.name)
		case c.why != "" && (!errors.As(err, &refused) || refused.Why != c.why || !errors.Is(err, act.ErrForm)):
			t.Errorf("Look(%q) = %v, want it refused for its %s", c.name, err, c.why)
		}
	}
}

func TestOfAPathTheLastPartIsTheName(t *testing.T) {
	for name, want := range map[string]string{
		"../../etc/passwd.txt": "passwd.txt", `D:\papers\letter.txt`: "letter.txt", "/abs/letter.txt": "letter.txt", `..\letter.txt`: "letter.txt",
	} {
		if f, err := Look(name, []byte("x")); err != nil || f.Name != want {
			t.Errorf("Look(%q) is called %q, %v, want %q", name, f.Name, err, want)
		}
	}
}

func TestEveryReasonIsSaidInWords(t *testing.T) {
	for _, w := range []Why{BadName, BadKind, Other, Archive, TooLarge, Empty} {
		if w.says() == string(w) {
			t.Errorf("%q is not put into words", w)
		}
	}
}
