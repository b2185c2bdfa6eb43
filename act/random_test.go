package act

import (
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"accede/act/signature"
	"accede/body"
	"accede/form"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// drawAct draws an act of a kind in due form. It goes by the tags alone, so that a new kind or field is drawn by
// itself; what a type's own rule refuses is put right by mend.
func drawAct(t *rapid.T, kind Kind) Act {
	p := plans()[kind]
	a, deed := new(Act), reflect.New(p.deed)
	a.Do = deed.Interface().(Deed)
	for _, f := range p.fields {
		drawField(t, f, f.in(reflect.ValueOf(a).Elem(), deed.Elem()))
	}
	mend(deed.Interface())
	enclose(p, a, deed.Elem())
	if a.SeenSize == 0 || a.SeenRoot == "" {
		a.SeenSize, a.SeenRoot = 0, ""
	}
	return *a
}

// enclose lets the first enclosure stand for the first text of the act, where it has one at its top; all others are
// attachments.
func enclose(p *plan, a *Act, deed reflect.Value) {
	for i := range a.Enclosed {
		e := &a.Enclosed[i]
		e.Seal, e.Size = signature.Encode(fmt.Appendf(nil, "%032d", i)), SizeOf(e.Size%MaxEnclosed)
		if e.Media == "" {
			e.Media = "text/plain"
		}
	}
	at := slices.IndexFunc(p.fields, func(f *field) bool { return f.shape.sort == names })
	if len(a.Enclosed) == 0 || at < 0 {
		return
	}
	a.Enclosed[0].Media = ""
	p.fields[at].in(reflect.ValueOf(a).Elem(), deed).Set(reflect.ValueOf(Sealed(a.Enclosed[0].Seal)))
}

func drawField(t *rapid.T, f *field, v reflect.Value) {
	if f.required || rapid.Bool().Draw(t, "has "+f.key) {
		drawValue(t, f.shape, v)
	}
}

func drawValue(t *rapid.T, s *shape, v reflect.Value) {
	switch s.sort {
	case text:
		v.SetString(drawText(t, s))
	case whole:
		v.SetInt(rapid.Int64Range(1, s.max).Draw(t, "whole"))
	case instant:
		v.Set(reflect.ValueOf(drawInstant(t)))
	case names:
		n := rapid.MapOfN(rapid.SampledFrom([]string{"en", "fr", "tr", "pt-BR", "zh-Hant"}), rapid.Just("x"), 1, 3).Draw(t, "tags")
		for tag := range n {
			n[tag] = drawFree(t)
		}
		v.Set(reflect.ValueOf(body.Names(n)))
	case list:
		n := rapid.IntRange(1, 3).Draw(t, "length")
		v.Set(reflect.MakeSlice(s.typ, n, n))
		for i := range n {
			drawValue(t, s.elem, v.Index(i))
			if s.elem.is == "id" { // none may be there twice
				v.Index(i).SetString(fmt.Sprintf("%d-%.50s", i, v.Index(i).String()))
			}
		}
	case record:
		for _, f := range s.fields {
			drawField(t, f, v.Field(f.index))
		}
		mend(v.Addr().Interface())
	case pointer:
		v.Set(reflect.New(s.elem.typ))
		drawValue(t, s.elem, v.Elem())
		if s.elem.sort == whole && rapid.Bool().Draw(t, "none") {
			v.Elem().SetInt(0) // known to be nothing, which is not unknown
		}
	case mapping:
		n := rapid.IntRange(1, 3).Draw(t, "length")
		keys, values := make([]string, n), reflect.MakeSlice(v.Field(1).Type(), n, n)
		for i := range n {
			keys[i] = fmt.Sprint(n-i, "-of")
			drawValue(t, s.elem, values.Index(i))
		}
		v.Field(0).Set(reflect.ValueOf(keys))
		v.Field(1).Set(values)
	default:
		t.Fatalf("no way to draw a value of sort %d", s.sort)
	}
}

func drawText(t *rapid.T, s *shape) string {
	switch {
	case s.enum != nil:
		return rapid.SampledFrom(s.enum).Draw(t, "word")
	case s.is == "id":
		return rapid.StringMatching(`[a-z0-9][a-z0-9.-]{0,63}`).Draw(t, "id")
	case s.is == "key":
		return rapid.StringMatching(`[a-z0-9][a-z0-9._-]{0,63}`).Draw(t, "key")
	case s.is == "stage":
		return rapid.StringMatching(`[a-z0-9]{1,9}(/[a-z0-9]{1,9}){0,2}`).Draw(t, "stage")
	case s.is == "bytes" || s.is == "hash":
		return signature.Encode(rapid.SliceOfN(rapid.Byte(), 32, 32).Draw(t, "bytes"))
	case s.is == "url":
		return rapid.StringMatching(`https?://[a-z]{1,9}\.org/[a-z0-9_/?=&]{0,20}`).Draw(t, "url")
	}
	return drawFree(t)
}

// drawFree draws a text with quotes, lines and letters of many scripts in it.
func drawFree(t *rapid.T) string {
	s := rapid.StringOfN(rapid.SampledFrom([]rune("ab \"\\/\n\t<&>'é€Türkiye’ağ漢𝔄العربية\u2028\u00a0")), 0, 12, -1).Draw(t, "text")
	return "x" + s
}

func drawInstant(t *rapid.T) form.Instant {
	at := time.Unix(rapid.Int64Range(-62135596799, 253402300799).Draw(t, "second"), 0).UTC()
	if rapid.Bool().Draw(t, "day only") {
		y, m, d := at.Date()
		return form.Instant{Day: form.Date{Year: y, Month: m, Day: d}}
	}
	return form.Instant{At: at.Add(time.Duration(rapid.Int64Range(0, 999_999_999).Draw(t, "nanosecond")))}
}

// mend makes a drawn value obey the rule of its type.
func mend(value any) {
	switch v := value.(type) {
	case *Source:
		if v.Key == body.Unsourced || v.Key == body.Derived {
			*v = Source{Key: v.Key}
		} else {
			v.Title = "title " + v.Title
		}
	case *Person:
		v.Name = "name " + v.Name
	case *RecordedVote:
		v.Organ = "organ " + v.Organ
	case *Length:
		switch {
		case v.Minutes != 0:
			*v = Length{Minutes: v.Minutes}
		case v.About != 0:
			*v = Length{About: v.About}
		default:
			v.MoreThan = 1
		}
	case *Withdraw:
		v.Of = ""
		if v.What == "objection" {
			v.Of = "objection-1"
		}
	case *React:
		v.Text = nil
		if v.Answer == "amend" {
			v.Text = body.Names{"en": "other words"}
		}
	case *Propose:
		v.Revises, v.Drops = "", nil
		for i := range v.Clauses {
			v.Clauses[i].ID = fmt.Sprintf("clause-%d", i)
		}
		v.Parties = nil
		if len(v.Clauses) > 0 {
			v.Parties = []body.MemberID{"a", "b"}
		}
	case *Reserve:
		v.If = "for if b is for"
	case *Redact:
		for i := range v.Of {
			v.Of[i] = signature.Encode(fmt.Appendf(nil, "%032d", i))
		}
	case *Assess:
		v.Finds = "met"
	case *Key:
		v.Acts, v.Alg, v.RPID, v.Origins, v.UV, v.Backup = []string{"sign", body.AnyAct}, "ed25519", "", nil, "", ""
		v.From, v.Until = form.Instant{}, v.From
		if b, err := signature.Decode(v.Public); err != nil || len(b) != 32 {
			v.Public = signature.Encode(make([]byte, 32))
		}
	}
}

// sameMaps compares maps of files by their keys, since the canonical form sorts them and forgets places.
var sameMaps = []cmp.Option{
	cmp.Transformer("byKey", plainMap[int64]),
	cmp.Transformer("byKey", plainMap[form.Map[int64]]),
}

func plainMap[V any](m form.Map[V]) map[string]V {
	plain := map[string]V{}
	for i, k := range m.Keys {
		plain[k] = m.Values[i]
	}
	return plain
}

func TestEveryActIsReadBackAsItWasWritten(t *testing.T) {
	for _, kind := range Kinds() {
		t.Run(string(kind), rapid.MakeCheck(func(t *rapid.T) {
			want := drawAct(t, kind)
			data, err := want.Marshal()
			if err != nil {
				t.Fatalf("Marshal(%+v): %v", want, err)
			}
			got, err := Parse(data)
			if err != nil {
				t.Fatalf("Parse(%s): %v", data, err)
			}
			if diff := cmp.Diff(want, got, sameMaps...); diff != "" {
				t.Errorf("Parse(%s) differs (-want +got):\n%s", data, diff)
			}
			again, err := got.Marshal()
			if err != nil || string(again) != string(data) {
				t.Errorf("Marshal(Parse(%s)) = %s, %v", data, again, err)
			}
		}))
	}
}
