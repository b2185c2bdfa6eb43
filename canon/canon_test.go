package canon

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"accede/form"

	"github.com/go-json-experiment/json/jsontext"
	"pgregory.net/rapid"
)

// rawOf reads a whole value, whatever it is.
func rawOf(text string) (string, error) {
	r := NewReader(text)
	raw := r.Raw()
	return raw, r.End()
}

func TestWhatDoesNotReencodeToItselfIsRefused(t *testing.T) {
	for _, text := range []string{
		``, ` `, `{`, `[`, `"`, `nul`, `null`, `tru`, `{"a":null}`, `[null]`,
		` {}`, `{} `, `{ }`, `[1, 2]`, `{"a" :1}`, `{"a": 1}`, "{}\n", `{}{}`, `1 `,
		`{"b":1,"a":2}`, `{"a":1,"a":2}`, `{"":1}`, `{"é":1}`, `{"\u0061":1}`, `{a:1}`, `{"a":1,}`, `[1,]`, `[,1]`, `{,}`,
		`01`, `-0`, `+1`, `1.0`, `1e3`, `-`, `9007199254740992`, `-9007199254740992`, `1e400`, `0x1`, `00`, `-01`,
		`99999999999999999999999999`,
		`"\u0041"`, `"\/"`, `"\u001F"`, `"\u0009"`, `"\u000a"`, `"\ud83d\ude00"`, `"\u00e9"`, `"\x"`, `"\`, `"\u00"`, "\"\x01\"", "\"\n\"",
		"\"\xff\"", "\"\xed\xa0\x80\"", "\"\xc0\x80\"", "\"\xf4\x90\x80\x80\"",
		strings.Repeat("[", 17) + strings.Repeat("]", 17),
		strings.Repeat("[", 200_000),
	} {
		raw, err := rawOf(text)
		if err == nil {
			t.Errorf("Raw(%.40q) = %.40q, want a refusal", text, raw)
		} else if !errors.Is(err, ErrCanon) {
			t.Errorf("Raw(%.40q): %v does not wrap ErrCanon", text, err)
		}
	}
}

func TestWhatIsCanonicalIsReadAsItStands(t *testing.T) {
	for _, text := range []string{
		`{}`, `[]`, `""`, `0`, `-1`, `9007199254740991`, `-9007199254740991`, `true`, `false`, `[[],{}]`,
		`{"a":1,"ab":"x","b":[true,false]}`, `"\"\\\b\f\n\r\t\u0000\u001f/"`, "\"\x7f\u2028\u00e9\U0001F600\uFFFD\"",
		strings.Repeat("[", 16) + strings.Repeat("]", 16),
	} {
		if raw, err := rawOf(text); raw != text || err != nil {
			t.Errorf("Raw(%q) = %q, %v", text, raw, err)
		}
	}
}

func TestTheReaderStopsAtTheFirstThingThatIsNotAsAskedFor(t *testing.T) {
	r := NewReader(`{"a":1,"b":[2,"x"]}`)
	r.Object()
	r.Key()
	if got := r.Int(); got != 1 {
		t.Errorf("Int() = %d, want 1", got)
	}
	r.Key()
	r.Array()
	r.More()
	if got := r.Text(); got != "" || r.Err() == nil {
		t.Errorf("Text() of a number = %q, %v, want a refusal", got, r.Err())
	}
	if r.More() || r.Key() || r.Int() != 0 || r.Bool() || r.Raw() != "" || r.Span() != "" || r.Last() != "" || r.Peek() != 0 {
		t.Error("a reader that has stopped goes on")
	}
	if !strings.Contains(r.End().Error(), "byte 12") {
		t.Errorf("End() = %v, want byte 12 named", r.End())
	}
}

func TestAReaderIsNotAtItsEndBeforeOneWholeValueIsRead(t *testing.T) {
	for _, text := range []string{`[1]`, `1`, ``} {
		r := NewReader(text)
		if r.End() == nil {
			t.Errorf("End() before %q was read, want an error", text)
		}
	}
	r := NewReader(`[1]`)
	r.Array()
	if r.More(); r.Int() != 1 || r.End() == nil {
		t.Error("End() inside a list, want an error")
	}
}

func TestSpanFindsTheEndOfAnObjectByItsBrackets(t *testing.T) {
	text := `{"a":"}\"{","b":{"c":[{}]},"d":"\\"}`
	r := NewReader(`{"act":` + text + `,"at":1}`)
	r.Object()
	r.Key()
	if got := r.Span(); got != text {
		t.Errorf("Span() = %s, want %s", got, text)
	}
	if !r.Key() || r.Last() != "at" || r.Int() != 1 || r.Key() || r.End() != nil {
		t.Errorf("behind Span the object does not go on: %v", r.End())
	}
	for _, bad := range []string{`[]`, `{`, `{"`, `{"\`, `{"}`, ``} {
		r := NewReader(bad)
		if got := r.Span(); got != "" || r.Err() == nil {
			t.Errorf("Span(%q) = %q, want a refusal", bad, got)
		}
	}
}

func TestTheWriterRefusesWhatWouldNotBeCanonical(t *testing.T) {
	for name, write := range map[string]func(*Writer){
		"nothing": func(w *Writer) {},
		"key out of order": func(w *Writer) {
			w.Object()
			w.Key("b")
			w.Int(1)
			w.Key("a")
			w.Int(1)
			w.End()
		},
		"key twice": func(w *Writer) {
			w.Object()
			w.Key("a")
			w.Int(1)
			w.Key("a")
			w.Int(1)
			w.End()
		},
		"key without value":  func(w *Writer) { w.Object(); w.Key("a"); w.End() },
		"value without key":  func(w *Writer) { w.Object(); w.Int(1); w.End() },
		"key in a list":      func(w *Writer) { w.Array(); w.Key("a"); w.Int(1); w.End() },
		"two values":         func(w *Writer) { w.Int(1); w.Int(2) },
		"value behind":       func(w *Writer) { w.Object(); w.End(); w.Object(); w.End() },
		"not ended":          func(w *Writer) { w.Object() },
		"ended too often":    func(w *Writer) { w.Object(); w.End(); w.End() },
		"key beyond ASCII":   func(w *Writer) { w.Object(); w.Key("é"); w.Int(1); w.End() },
		"great integer":      func(w *Writer) { w.Int(MaxInt + 1) },
		"great and negative": func(w *Writer) { w.Int(-MaxInt - 1) },
		"invalid UTF-8":      func(w *Writer) { w.Text("\xff") },
		"empty raw value":    func(w *Writer) { w.Raw(nil) },
		"no such day":        func(w *Writer) { w.Instant(form.Instant{Day: form.Date{Year: 2023, Month: 2, Day: 29}}) },
		"no instant":         func(w *Writer) { w.Instant(form.Instant{}) },
		"year 10000":         func(w *Writer) { w.Time(time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)) },
		"too deep": func(w *Writer) {
			for range MaxDepth + 1 {
				w.Array()
			}
			for range MaxDepth + 1 {
				w.End()
			}
		},
	} {
		w := NewWriter(nil)
		write(&w)
		if got, err := w.Bytes(); err == nil || !errors.Is(err, ErrCanon) {
			t.Errorf("%s: Bytes() = %s, %v, want a refusal", name, got, err)
		}
	}
}

func TestAWriterAppendsToWhatThereIs(t *testing.T) {
	w := NewWriter([]byte("x="))
	w.Array()
	w.Raw([]byte(`{"a":1}`))
	w.Bool(true)
	w.Time(time.Date(2022, 6, 28, 18, 0, 0, 500, time.FixedZone("", 7200)))
	w.End()
	got, err := w.Bytes()
	if want := `x=[{"a":1},true,"2022-06-28T16:00:00.0000005Z"]`; string(got) != want || err != nil {
		t.Errorf("Bytes() = %s, %v, want %s", got, err, want)
	}
}

func TestDaysAndMomentsAreWrittenInOneWay(t *testing.T) {
	for text, ok := range map[string]bool{
		"2022-06-28": true, "0001-01-01": true, "9999-12-31": true, "2024-02-29": true, "2000-02-29": true,
		"2023-02-29": false, "1900-02-29": false, "0000-01-01": false, "2022-13-01": false, "2022-06-31": false, "2022-6-28": false,
		"2022/06/28": false, "": false, "+022-06-28": false, "2022-06-2８": false,
		"2022-06-28T16:00:00Z": true, "2022-06-28T16:00:00.5Z": true, "2022-06-28T23:59:59.123456789Z": true,
		"0001-01-01T00:00:00.000000001Z": true, "0001-01-01T00:00:00Z": false,
		"2022-06-28T16:00:00.50Z": false, "2022-06-28T16:00:00.Z": false, "2022-06-28T16:00:00.1234567891Z": false,
		"2022-06-28T16:00:00+02:00": false, "2022-06-28T16:00:00": false, "2022-06-28 16:00:00Z": false, "2022-06-28t16:00:00Z": false,
		"2022-06-28T24:00:00Z": false, "2022-06-28T16:60:00Z": false, "2022-06-28T16:00:60Z": false, "2022-06-31T16:00:00Z": false,
		"2022-06-28T16:00Z": false, "2022-06-28T16:00:00,5Z": false,
	} {
		r := NewReader(strconv.Quote(text))
		got := r.Instant()
		if err := r.End(); (err == nil) != ok {
			t.Errorf("Instant(%q) = %v, %v, want it read: %t", text, got, err, ok)
		} else if ok && got.String() != text {
			t.Errorf("Instant(%q) = %v", text, got)
		}
	}
}

func TestMomentsAreReadAsTheStandardLibraryReadsThem(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		at := time.Unix(rapid.Int64Range(-62135596799, 253402300799).Draw(t, "second"), rapid.Int64Range(0, 999_999_999).Draw(t, "nano"))
		w := NewWriter(nil)
		w.Time(at)
		text, err := w.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		r := NewReader(string(text))
		got := r.Time()
		want, err := time.Parse(time.RFC3339Nano, strings.Trim(string(text), `"`))
		if r.End() != nil || err != nil || !got.Equal(want) || !got.Equal(at) {
			t.Errorf("Time(%s) = %v, %v, want %v", text, got, r.End(), want)
		}
	})
}

// written is the obvious way to the canonical form: the standard library reads, and its numbers and keys are put in
// order by hand. It answers false for what the form has no way to write.
func written(v any) (string, bool) {
	switch v := v.(type) {
	case bool:
		return fmt.Sprint(v), true
	case json.Number:
		n, err := strconv.ParseInt(string(v), 10, 64)
		return fmt.Sprint(n), err == nil && -MaxInt <= n && n <= MaxInt
	case string:
		quoted, err := jsontext.AppendQuote(nil, v)
		return string(quoted), err == nil
	case []any:
		var items []string
		for _, item := range v {
			text, ok := written(item)
			if !ok {
				return "", false
			}
			items = append(items, text)
		}
		return "[" + strings.Join(items, ",") + "]", true
	case map[string]any:
		w := NewWriter(nil)
		w.Object()
		for _, key := range sortedKeys(v) {
			text, ok := written(v[key])
			if !ok {
				return "", false
			}
			w.Key(key)
			w.Raw([]byte(text))
		}
		w.End()
		text, err := w.Bytes()
		return string(text), err == nil
	}
	return "", false // null
}

func sortedKeys(m map[string]any) []string {
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	for i := range keys { // slow on purpose, and without the order the reader relies on
		for j := range i {
			if keys[i] < keys[j] {
				keys[i], keys[j] = keys[j], keys[i]
			}
		}
	}
	return keys
}

func depth(text []byte) int {
	deepest, now, quoted := 0, 0, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case !quoted && (c == '{' || c == '['):
			now++
			deepest = max(deepest, now)
		case !quoted && (c == '}' || c == ']'):
			now--
		}
	}
	return deepest
}

func FuzzRaw(f *testing.F) {
	for _, seed := range []string{`{"a":[1,-2,"x\n",true,{}],"b":{"c":"é"}}`, `"\u0000"`, `-0`, `{"b":1,"a":2}`, `[1e3,null]`, `"\ud800"`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		_, err := rawOf(string(data))
		d := json.NewDecoder(bytes.NewReader(data))
		d.UseNumber()
		var v any
		var text string
		ok := d.Decode(&v) == nil
		if ok {
			text, ok = written(v)
		}
		if want := ok && text == string(data) && depth(data) <= MaxDepth; (err == nil) != want {
			t.Errorf("Raw(%q): %v, want it read: %t (canonical %q)", data, err, want, text)
		}
	})
}
