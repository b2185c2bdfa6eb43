package client_test

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// block is a piece of a document between fences.
type block struct {
	line int
	lang string
	text string
}

func blocks(t *testing.T, name string) []block {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var all []block
	var open *block
	for i, line := range strings.Split(string(data), "\n") {
		lang, fence := strings.CutPrefix(line, "```")
		switch {
		case fence && open == nil:
			open = &block{line: i + 1, lang: lang}
		case fence:
			all, open = append(all, *open), nil
		case open != nil:
			open.text += line + "\n"
		}
	}
	return all
}

// shellWords parts a line as a shell would, as far as the examples go: blanks, single and double quotes.
func shellWords(t *testing.T, line string) []string {
	t.Helper()
	var all []string
	var word strings.Builder
	quote, begun := rune(0), false
	for _, r := range strings.TrimSpace(line) {
		switch {
		case quote != 0 && r == quote:
			quote = 0
		case quote == 0 && (r == '\'' || r == '"'):
			quote, begun = r, true
		case quote == 0 && r == ' ':
			if begun {
				all = append(all, word.String())
			}
			word.Reset()
			begun = false
		default:
			word.WriteRune(r)
			begun = true
		}
	}
	if quote != 0 {
		t.Fatalf("a quote is left open: %s", line)
	}
	return append(all, word.String())
}

// curl does what the program of that name would, as far as the examples go, and answers what it would print;
// of a stream, so many lines.
func curl(t *testing.T, line string, lines int) string {
	t.Helper()
	words := shellWords(t, line)
	if words[0] != "curl" {
		t.Fatalf("an example that is no curl: %s", line)
	}
	method, address, body, head, withHead, stream := http.MethodGet, "", "", http.Header{}, false, false
	for i := 1; i < len(words); i++ {
		switch words[i] {
		case "-i":
			withHead = true
		case "-N":
			stream = true
		case "-H":
			i++
			key, value, _ := strings.Cut(words[i], ": ")
			head.Set(key, value)
		case "-d":
			i++
			method, body = http.MethodPost, words[i]
		default:
			address = words[i]
		}
	}
	ctx, end := context.WithTimeout(t.Context(), 20*time.Second)
	defer end()
	r, err := http.NewRequestWithContext(ctx, method, address, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header = head
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var out bytes.Buffer
	if withHead {
		fmt.Fprintf(&out, "%s %s\n", resp.Proto, resp.Status)
		if err := resp.Header.Write(&out); err != nil {
			t.Fatal(err)
		}
		out.WriteString("\n")
	}
	if stream { // it does not end: as many lines are read as the example shows
		in := bufio.NewScanner(resp.Body)
		for range lines {
			in.Scan()
			out.WriteString(in.Text() + "\n")
		}
	} else if _, err := io.Copy(&out, resp.Body); err != nil {
		t.Fatal(err)
	}
	return strings.ReplaceAll(out.String(), "\r\n", "\n")
}

// shows says whether what came is what an example shows: the pieces between … in their order, the first at the beginning.
// Line ends beside … are those of the document.
func shows(want, came string) error {
	rest := came
	for i, piece := range strings.Split(want, "…") {
		piece = strings.Trim(piece, "\n")
		at := strings.Index(rest, piece)
		if at < 0 || i == 0 && at > 0 {
			return fmt.Errorf("it does not show %q in its place; what came:\n%s", piece, came)
		}
		rest = rest[at+len(piece):]
	}
	return nil
}

func TestTheExamplesOfTheAPIAnswerWhatTheyShow(t *testing.T) {
	readFrom, sendTo := nato(t), quay(t)
	key := sendTo.key(t, "chair-registry", "chair")
	all := blocks(t, filepath.Join("..", "doc", "api.md"))
	run := 0
	for i, b := range all {
		if b.lang != "sh" {
			continue
		}
		if i+1 == len(all) || strings.Count(b.text, "\n") != 1 {
			t.Fatalf("api.md:%d: an example is one line, and behind it stands what it answers", b.line)
		}
		host := readFrom.URL
		if strings.Contains(b.text, "$KEY") {
			host = sendTo.URL
		}
		line := strings.NewReplacer("$HOST", host, "$KEY", key).Replace(b.text)
		if err := shows(all[i+1].text, curl(t, line, strings.Count(all[i+1].text, "\n"))); err != nil {
			t.Errorf("api.md:%d: %v", b.line, err)
		}
		run++
	}
	if run < 9 {
		t.Errorf("%d examples were run, want all", run)
	}
}

func TestTheProgramOfTheDocumentsIsTheOneThatRuns(t *testing.T) {
	text, err := os.ReadFile("example_test.go")
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, b := range blocks(t, filepath.Join("..", "doc", "api.md")) {
		if b.lang != "go" {
			continue
		}
		if found++; !strings.Contains(string(text), b.text) {
			t.Errorf("api.md:%d: this is not what example_test.go runs", b.line)
		}
	}
	if found != 1 {
		t.Errorf("%d programs, want 1", found)
	}
}

func TestAnExampleThatShowsSomethingElseIsCaught(t *testing.T) {
	for want, came := range map[string]string{"{\"a\":1…": "{\"b\":1}", "…x": "y", "a…b": "b a"} {
		if shows(want, came) == nil {
			t.Errorf("shows(%q, %q) = nil, want an error", want, came)
		}
	}
}
