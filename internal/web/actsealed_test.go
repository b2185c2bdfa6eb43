package web

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/textproto"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"filippo.io/age"

	"accede/act"

	"accede/internal/enclosing"
	"accede/internal/view"
)

// upload is a file on its way.
type upload struct{ name, content string }

const aPDF = "%PDF-1.7\nthe quay is mortgaged twice"

// multipartOf answers a form as a browser sends it that chooses files.
func multipartOf(t testing.TB, form url.Values, files ...upload) (kind string, body []byte) {
	t.Helper()
	var out bytes.Buffer
	w := multipart.NewWriter(&out)
	for name, values := range form {
		for _, v := range values {
			if err := w.WriteField(name, v); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, f := range files {
		h := textproto.MIMEHeader{"Content-Disposition": {`form-data; name="files"; filename="` + strings.NewReplacer(`\`, `\\`, `"`, `%22`).Replace(f.name) + `"`}, "Content-Type": {"application/pdf"}}
		part, err := w.CreatePart(h)
		if err == nil {
			_, err = io.WriteString(part, f.content)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return w.FormDataContentType(), out.Bytes()
}

// sendTo posts a body; cookie is of a rehearsal, or empty.
func sendTo(h http.Handler, path, kind string, body io.Reader, cookie string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, path, body)
	r.Header.Set("Content-Type", kind)
	if cookie != "" {
		r.AddCookie(&http.Cookie{Name: rehearsalCookie, Value: cookie})
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// played answers pages with one rehearsal, and what posts a form of it.
func played(t testing.TB, b *bench) (http.Handler, func(path string, form url.Values, files ...upload) *httptest.ResponseRecorder) {
	t.Helper()
	h, err := New(nato(t), Options{Rehearsals: onlyRoom{b}})
	if err != nil {
		t.Fatal(err)
	}
	return h, func(path string, form url.Values, files ...upload) *httptest.ResponseRecorder {
		t.Helper()
		kind, body := multipartOf(t, form, files...)
		return sendTo(h, path, kind, bytes.NewReader(body), "one")
	}
}

// seenIn answers a page as somebody in the rehearsal sees it.
func seenIn(h http.Handler, path string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, path, nil)
	r.AddCookie(&http.Cookie{Name: rehearsalCookie, Value: "one"})
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

const secretWords = "Our parliament would fall over it."

// reserving is the form of a reserve whose reason is for the mediator alone.
func reserving() url.Values {
	return url.Values{
		"seat": {"hu"}, "id": {"hu-reserve-00000001"}, "reason": {secretWords}, "date": {"2022-06-21"}, "lang": {"en"},
		"sealed": {"author"}, "files.for": {"mediator"}, "release": {"2023-01-01"}, "do": {"review"},
	}
}

// hiddenIn answers the hidden fields of the form by which a page records what it shows.
func hiddenIn(page string) url.Values {
	form := url.Values{}
	_, page, _ = strings.Cut(page, `<form class="confirm"`)
	for _, m := range regexp.MustCompile(`<input type="hidden" name="([^"]+)" value="([^"]*)"`).FindAllStringSubmatch(page, -1) {
		form.Add(m[1], m[2])
	}
	return form
}

func TestAFormSaysWhoWillReadItAndTheRecordHoldsNoWordOfIt(t *testing.T) {
	b := benchOn(t, "hu")
	h, send := played(t, b)
	w := send("/d/fi/act/reserve", reserving(), upload{"plan.pdf", aPDF})
	got := wordsOf(w.Body.String())
	for _, want := range []string{
		"Who will be able to read it", "Sealed until 1 January 2023. Until then: the author alone.", "Today: Hungary.",
		"plan.pdf", "Sealed until 1 January 2023. Until then: author and mediator.", fmt.Sprint(len(aPDF)) + " bytes", secretWords,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("the review does not say %q", want)
		}
	}
	if w.Code != http.StatusOK || t.Failed() {
		t.Fatalf("review = %d: %.3000s", w.Code, got)
	}
	form := hiddenIn(w.Body.String())
	form.Set("do", "confirm")
	if w = send("/d/fi/act/reserve", form); w.Code != http.StatusSeeOther {
		t.Fatalf("confirm = %d: %.900s", w.Code, wordsOf(w.Body.String()))
	}
	entry := b.entries[len(b.entries)-1]
	data, err := entry.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	if e := entry.Act.Enclosed; len(e) != 2 || e[0].Audience != act.ToAuthor || e[1].Audience != act.ToMediator || e[1].Media != "application/pdf" || e[0].Release.IsZero() {
		t.Fatalf("the entry encloses %+v", entry.Act.Enclosed)
	}
	for _, secret := range []string{"parliament", "plan", "mortgaged"} {
		if bytes.Contains(data, []byte(secret)) {
			t.Errorf("the entry holds %q", secret)
		}
	}
	page := fmt.Sprintf("/d/fi/record/%d/", entry.Seq)
	if got := seenIn(h, page).Body.String(); !strings.Contains(got, secretWords) || !strings.Contains(got, "/enclosed/") {
		t.Error("the seat that wrote it does not read it in the rehearsal")
	}
	file := "/enclosed/" + view.SealInAddress(entry.Act.Enclosed[1].Seal)
	if w := seenIn(h, file); w.Code != http.StatusOK || w.Body.String() != aPDF || w.Header().Get("Content-Security-Policy") != sandbox || !strings.Contains(w.Header().Get("Content-Disposition"), "plan.pdf") {
		t.Errorf("the file = %d %v", w.Code, w.Header())
	}
	b.seat = "tr"
	if got := seenIn(h, page).Body.String(); strings.Contains(got, secretWords) || !strings.Contains(got, "the author alone") {
		t.Error("another seat reads what is for the author, or is not told for whom it is")
	}
	if w := seenIn(h, file); w.Code != http.StatusForbidden {
		t.Errorf("the file for another seat = %d, want 403", w.Code)
	}
}

func TestWordsThatAreToBeSealedAreSealedAlsoWhereTheReviewIsPassedOver(t *testing.T) {
	b := benchOn(t, "hu")
	_, send := played(t, b)
	form := reserving()
	form.Set("do", "confirm")
	if w := send("/d/fi/act/reserve", form, upload{"plan.pdf", aPDF}); w.Code != http.StatusSeeOther {
		t.Fatalf("confirm = %d: %.900s", w.Code, wordsOf(w.Body.String()))
	}
	data, err := b.entries[len(b.entries)-1].Marshal()
	if err != nil || bytes.Contains(data, []byte("parliament")) || len(b.kept) != 2 {
		t.Errorf("the entry holds the words, or %d items are kept, %v", len(b.kept), err)
	}
}

func TestOpenWordsAreSaidToBeForEverybodyAndFilesAlone(t *testing.T) {
	b := benchOn(t, "hu")
	_, send := played(t, b)
	form := reserving()
	for _, name := range []string{"sealed", "release", "files.for"} {
		form.Del(name)
	}
	w := send("/d/fi/act/reserve", form, upload{"votes.csv", "a;b"})
	got := wordsOf(w.Body.String())
	if !strings.Contains(got, "Everybody, in the record itself.") || !strings.Contains(got, "Sealed. Who may read it: members, offices and applicants.") {
		t.Errorf("review = %d: %.2000s", w.Code, got)
	}
	form.Set("do", "confirm")
	if w := send("/d/fi/act/reserve", form); w.Code != http.StatusSeeOther || len(b.entries[len(b.entries)-1].Act.Enclosed) != 0 {
		t.Errorf("without files = %d, enclosed %v", w.Code, b.entries[len(b.entries)-1].Act.Enclosed)
	}
}

func TestWhatIsEncryptedOnAPageIsOpenedByItsRecipientsAloneAndHadAsAFile(t *testing.T) {
	b := benchOn(t, "hu")
	h, send := played(t, b)
	me, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	form := reserving()
	form.Set("do", "confirm")
	form.Set("recipients", "age1nobody")
	if w := send("/d/fi/act/reserve", form); w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "One of the age keys cannot be read") || !strings.Contains(w.Body.String(), secretWords) {
		t.Errorf("a key that is none = %d", w.Code)
	}
	form.Set("recipients", me.Recipient().String()+"\r\n")
	if w := send("/d/fi/act/reserve", form); w.Code != http.StatusSeeOther {
		t.Fatalf("confirm = %d: %.900s", w.Code, wordsOf(w.Body.String()))
	}
	e := b.entries[len(b.entries)-1]
	w := seenIn(h, "/enclosed/"+view.SealInAddress(e.Act.Enclosed[0].Seal))
	o, err := enclosing.Decrypt(act.Opening{Content: w.Body.Bytes()}, []age.Identity{me})
	if err != nil || !bytes.Contains(o.Content, []byte(secretWords)) || bytes.Contains(w.Body.Bytes(), []byte(secretWords)) {
		t.Errorf("what is handed out = %d, opened %q, %v", w.Code, o.Content, err)
	}
}

// refusedFiles are files that are not taken, and what is said of each.
func refusedFiles() map[upload]string {
	return map[upload]string{
		{"drawing.svg", "<svg onload=alert(1)>"}:                           "drawing.svg: files end in",
		{"page.pdf", "<html><script>alert(1)</script>"}:                    "page.pdf: its content is not what its name says.",
		{"invoice.pdf.exe", aPDF}:                                          "invoice.pdf.exe: files end in",
		{"polyglot.pdf", aPDF + "PK\x05\x06" + strings.Repeat("\x00", 18)}: "polyglot.pdf: it can be read as an archive too",
		{"bomb.zip", "PK\x03\x04" + strings.Repeat("\x00", 1000)}:          "bomb.zip: files end in",
		{"../../.pdf", aPDF}:                                               ".pdf: give the file a short name",
		{"turned\u202efdp.pdf", aPDF}:                                      "give the file a short name",
		{"empty.txt", ""}:                                                  "empty.txt: it is empty.",
		{"large.txt", strings.Repeat("x", maxFiles+1)}:                     "large.txt: it has more than 16 MB.",
	}
}

func TestAFileThatIsNotTakenIsNamedWithTheReasonAndWhatWasTypedStays(t *testing.T) {
	b := benchOn(t, "hu")
	_, send := played(t, b)
	before := len(b.entries)
	for file, want := range refusedFiles() {
		for _, do := range []string{"review", "confirm"} {
			form := reserving()
			form.Set("do", do)
			w := send("/d/fi/act/reserve", form, file)
			if got := wordsOf(w.Body.String()); w.Code != http.StatusUnprocessableEntity || !strings.Contains(got, want) || !strings.Contains(got, secretWords) {
				t.Errorf("%.40q, %s = %d, want 422 and %q: %.900s", file.name, do, w.Code, want, got)
			}
		}
	}
	var many []upload
	for i := range maxCount + 1 {
		many = append(many, upload{fmt.Sprintf("%d.txt", i), "x"})
	}
	if w := send("/d/fi/act/reserve", reserving(), many...); w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "Some were left out") {
		t.Errorf("%d files = %d, want 422", len(many), w.Code)
	}
	if len(b.entries) != before || len(b.kept) != 0 {
		t.Errorf("%d entries and %d items came of it", len(b.entries)-before, len(b.kept))
	}
}

func TestOfAPathOnlyTheNameIsKept(t *testing.T) {
	b := benchOn(t, "hu")
	_, send := played(t, b)
	form := reserving()
	form.Set("do", "confirm")
	if w := send("/d/fi/act/reserve", form, upload{"../../etc/plan.pdf", aPDF}, upload{`D:\papers\votes.csv`, "a;b"}); w.Code != http.StatusSeeOther {
		t.Fatalf("confirm = %d: %.900s", w.Code, wordsOf(w.Body.String()))
	}
	var names []string
	for _, o := range b.kept {
		if f, err := act.ReadEnclosedFile(o.Content); err == nil {
			names = append(names, f.Name)
		}
	}
	slices.Sort(names)
	if want := []string{"plan.pdf", "votes.csv"}; !slices.Equal(names, want) {
		t.Errorf("the files are called %q, want %q", names, want)
	}
}

func TestFilesAreNotKeptOnThePageAndThatIsSaid(t *testing.T) {
	b := benchOn(t, "hu")
	_, send := played(t, b)
	form := reserving()
	form.Set("release", "2020-01-01")
	w := send("/d/fi/act/reserve", form, upload{"plan.pdf", aPDF})
	if got := wordsOf(w.Body.String()); w.Code != http.StatusUnprocessableEntity || !strings.Contains(got, "This page does not keep files. Name these again if they are to be attached: plan.pdf.") || !strings.Contains(got, "Choose a day after today") {
		t.Fatalf("a release in the past = %d: %.2000s", w.Code, got)
	}
	form = reserving()
	form[view.FilesBefore] = []string{"plan.pdf"}
	if got := wordsOf(send("/d/fi/act/reserve", form).Body.String()); !strings.Contains(got, "Not attached: plan.pdf.") {
		t.Errorf("the review does not say that the file is missing: %.2000s", got)
	}
}

func TestWhatWasHeldBetweenTwoPagesIsGoneAfterAnHour(t *testing.T) {
	b := benchOn(t, "hu")
	m := nato(t)
	h, err := New(m, Options{Rehearsals: onlyRoom{b}})
	if err != nil {
		t.Fatal(err)
	}
	kind, body := multipartOf(t, reserving(), upload{"plan.pdf", aPDF})
	form := hiddenIn(sendTo(h, "/d/fi/act/reserve", kind, bytes.NewReader(body), "one").Body.String())
	form.Set("do", "confirm")
	m.now = m.now.Add(holdFor)
	kind, body = multipartOf(t, form)
	w := sendTo(h, "/d/fi/act/reserve", kind, bytes.NewReader(body), "one")
	if got := wordsOf(w.Body.String()); w.Code != http.StatusConflict || !strings.Contains(got, "held for an hour") || !strings.Contains(got, secretWords) {
		t.Errorf("an hour later = %d: %.900s", w.Code, got)
	}
}

// broken breaks off as a connection does whose deadline has come.
type broken struct{ io.Reader }

func (b broken) Read(p []byte) (int, error) {
	n, err := b.Reader.Read(p)
	if err == io.EOF {
		err = os.ErrDeadlineExceeded
	}
	return n, err
}

func TestAttack18AFormThatIsNoneOrTooLargeOrTooSlowIsAnsweredPlainly(t *testing.T) {
	b := benchOn(t, "hu")
	h, _ := played(t, b)
	before := len(b.entries)
	kind, whole := multipartOf(t, reserving())
	fields := whole[:bytes.LastIndex(whole, []byte("--"+strings.TrimPrefix(kind, "multipart/form-data; boundary=")))]
	boundary := "--" + strings.TrimPrefix(kind, "multipart/form-data; boundary=")
	part := func(head, body string) string { return boundary + "\r\n" + head + "\r\n\r\n" + body + "\r\n" }
	const plain = `Content-Disposition: form-data; name="x"`
	const file = `Content-Disposition: form-data; name="files"; filename="a.pdf"`
	tried := 1
	defer func() { t.Logf("%d forms answered", tried) }()
	for name, c := range map[string]struct {
		body  io.Reader
		code  int
		says  string
		typed bool // what was typed before is in the answer
	}{
		"10,000 parts":             {strings.NewReader(string(fields) + strings.Repeat(part(plain, "y"), 10_000)), http.StatusBadRequest, "not a form as a browser sends it", true},
		"a head of 1 MB":           {strings.NewReader(string(fields) + part(plain+"; z="+strings.Repeat("z", 1<<20), "y")), http.StatusBadRequest, "not a form as a browser sends it", true},
		"10,000 lines of head":     {strings.NewReader(string(fields) + part(plain+strings.Repeat("\r\nX-A: b", 9_000), "y")), http.StatusBadRequest, "not a form as a browser sends it", true},
		"a part without a name":    {strings.NewReader(string(fields) + part("Content-Type: text/plain", "y")), http.StatusBadRequest, "not a form as a browser sends it", true},
		"a file in another field":  {strings.NewReader(string(fields) + part(strings.Replace(file, "files", "reason", 1), "y")), http.StatusBadRequest, "not a form as a browser sends it", true},
		"cut off":                  {bytes.NewReader(fields[:len(fields)-5]), http.StatusBadRequest, "not a form as a browser sends it", false},
		"no boundary in it":        {strings.NewReader("hello"), http.StatusBadRequest, "not a form as a browser sends it", false},
		"a field of 1 MB":          {strings.NewReader(string(fields) + part(plain, strings.Repeat("y", 1<<20))), http.StatusRequestEntityTooLarge, "Nothing was recorded. What you typed is here", true},
		"files of 60 MB":           {strings.NewReader(string(fields) + part(file, aPDF+strings.Repeat("y", 60<<20))), http.StatusRequestEntityTooLarge, "Nothing was recorded. What you typed is here", true},
		"slow, and not at its end": {broken{strings.NewReader(string(fields) + boundary + "\r\n" + file)}, http.StatusRequestTimeout, "did not come within two minutes", true},
	} {
		tried++
		w := sendTo(h, "/d/fi/act/reserve", kind, c.body, "one")
		got := wordsOf(w.Body.String())
		if w.Code != c.code || !strings.Contains(got, c.says) || c.typed && !strings.Contains(got, secretWords) {
			t.Errorf("%s = %d, want %d and %q: %.600s", name, w.Code, c.code, c.says, got)
		}
	}
	if w := sendTo(h, "/d/fi/act/reserve", "multipart/form-data", strings.NewReader("x"), "one"); w.Code != http.StatusBadRequest {
		t.Errorf("without a boundary = %d, want 400", w.Code)
	}
	if len(b.entries) != before {
		t.Errorf("%d entries came of it", len(b.entries)-before)
	}
}

// unread says whether somebody read what was sent.
type unread struct{ read bool }

func (u *unread) Read([]byte) (int, error) { u.read = true; return 0, io.EOF }

func TestFilesOfWhoMayNotActAreNotRead(t *testing.T) {
	h := pagesOf(t, nato(t))
	u := new(unread)
	if w := sendTo(h, "/d/fi/act/reserve", "multipart/form-data; boundary=x", u, ""); w.Code != http.StatusForbidden || u.read {
		t.Errorf("a stranger's files = %d, read: %v, want 403 unread", w.Code, u.read)
	}
}

func TestNoMoreFormsWithFilesAreTakenAtOnceThanAreHeld(t *testing.T) {
	g := newGates()
	r := httptest.NewRequest(http.MethodPost, "/act/x", strings.NewReader(strings.Repeat("x", maxBody+1)))
	var leaves []func()
	for range uploads {
		leave, err := g.enter(r)
		if err != nil {
			t.Fatal(err)
		}
		leaves = append(leaves, leave)
	}
	if _, err := g.enter(r); !errors.Is(err, errUploads) {
		t.Errorf("one more = %v, want errUploads", err)
	}
	leaves[0]()
	if _, err := g.enter(r); err != nil {
		t.Errorf("after one has left: %v", err)
	}
}

func TestOfWhatIsHeldTheOldestGoesFirstAndOnesOwnBefore(t *testing.T) {
	var k safekeeping
	now := time.Unix(0, 0)
	k.keep(hold{who: "other", form: "f", items: []act.Opening{{Seal: "s"}}}, now)
	for i := range holdEach + 1 {
		k.keep(hold{who: "me", form: fmt.Sprint(i)}, now)
	}
	for form, want := range map[string]bool{"0": false, "1": true, fmt.Sprint(holdEach): true} {
		if _, ok := k.find("me", form, now); ok != want {
			t.Errorf("my form %s is held: %v, want %v", form, ok, want)
		}
	}
	if _, ok := k.find("other", "f", now); !ok {
		t.Error("another's form went first")
	}
	k.keep(hold{who: "large", form: "f", items: []act.Opening{{Content: make([]byte, holdAll+1)}}}, now)
	if _, ok := k.find("other", "f", now); ok {
		t.Error("the oldest is held beside more than may be")
	}
	if _, ok := k.find("large", "f", now); !ok {
		t.Error("what came last is not held")
	}
}
