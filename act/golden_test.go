package act

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"accede/act/signature"
	"accede/body"
	"accede/form"
)

// full answers an act of a kind with every field set, always the same one.
func full(kind Kind) Act {
	p := plans()[kind]
	a, deed := new(Act), reflect.New(p.deed)
	a.Do = deed.Interface().(Deed)
	for _, f := range p.fields {
		fill(f.shape, f.key, f.in(reflect.ValueOf(a).Elem(), deed.Elem()))
	}
	enclose(p, a, deed.Elem())
	mend(deed.Interface())
	return *a
}

func fill(s *shape, key string, v reflect.Value) {
	switch s.sort {
	case text:
		v.SetString(fillText(s, key))
	case whole:
		v.SetInt(min(s.max, 3))
	case instant:
		v.Set(reflect.ValueOf(form.Instant{At: time.Date(2022, 6, 28, 16, 0, 0, 0, time.UTC)}))
	case names:
		v.Set(reflect.ValueOf(body.Names{"en": "a text of " + key, "tr": "“ğ”"}))
	case list:
		v.Set(reflect.MakeSlice(s.typ, 2, 2))
		for i := range 2 {
			fill(s.elem, fmt.Sprint(key, "-", i), v.Index(i))
		}
	case record:
		for _, f := range s.fields {
			fill(f.shape, f.key, v.Field(f.index))
		}
		mend(v.Addr().Interface())
	case pointer:
		v.Set(reflect.New(s.elem.typ))
		fill(s.elem, key, v.Elem())
	case mapping:
		v.Field(0).Set(reflect.ValueOf([]string{"against", "for"}))
		v.Field(1).Set(reflect.MakeSlice(v.Field(1).Type(), 2, 2))
		for i := range 2 {
			fill(s.elem, key, v.Field(1).Index(i))
		}
	default:
		panic("no way to fill a value of this sort")
	}
}

func fillText(s *shape, key string) string {
	switch {
	case s.enum != nil:
		return s.enum[0]
	case s.is == "id" || s.is == "key":
		return strings.NewReplacer("_", "-").Replace(key)
	case s.is == "stage":
		return "talks/part/step"
	case s.is == "bytes" || s.is == "hash":
		return signature.Encode([]byte("thirty-two bytes, always as many"))
	case s.is == "url":
		return "https://example.org/" + key
	}
	return "words, “" + key + "”"
}

// Bytes in testdata were written by some version of this program. They are never changed: whoever verifies an old
// record has to be able to read them. UPDATE=1 adds a file for a kind that has none.
func TestBytesOfEveryKindStayReadableForEver(t *testing.T) {
	for _, kind := range Kinds() {
		name := filepath.Join("testdata", string(kind)+".json")
		data, err := os.ReadFile(name)
		if os.IsNotExist(err) && os.Getenv("UPDATE") == "1" {
			if data, err = full(kind).Marshal(); err == nil {
				err = os.WriteFile(name, data, 0o644)
			}
		}
		if err != nil {
			t.Fatalf("%s: %v (UPDATE=1 adds the file of a new kind)", kind, err)
		}
		a, err := Parse(data)
		if err != nil {
			t.Fatalf("Parse(%s): %v", name, err)
		}
		if a.Do.Kind() != kind {
			t.Errorf("Parse(%s) is of kind %s", name, a.Do.Kind())
		}
		if again, err := a.Marshal(); err != nil || string(again) != string(data) {
			t.Errorf("Marshal(Parse(%s)) = %s, %v", name, again, err)
		}
	}
}

func TestTheHashOfAnActIsOfItsBytesAndADomain(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("testdata", "sign.json"))
	if err != nil {
		t.Fatal(err)
	}
	// printf 'accede/act/1\n' | cat - sign.json | sha256sum
	const want = "c8dcec5da8d7c0adc54810333233ad929f49e040403a5b637765669494746cb3"
	if got := fmt.Sprintf("%x", Hash(data)); got != want {
		t.Errorf("Hash(sign.json) = %s, want %s", got, want)
	}
}

// deepest answers how many levels a value of a shape can have.
func deepest(s *shape) int {
	switch s.sort {
	case text, whole, instant:
		return 0
	case names:
		return 1
	case list, mapping:
		return 1 + deepest(s.elem)
	case pointer:
		return deepest(s.elem)
	case record:
		most := 0
		for _, f := range s.fields {
			most = max(most, deepest(f.shape))
		}
		return 1 + most
	}
	panic("a sort of value without a depth")
}

func TestNoActCanLieDeeperThanItMayBeRead(t *testing.T) {
	for _, kind := range Kinds() {
		for _, f := range plans()[kind].fields {
			if got := 1 + deepest(f.shape); got > MaxDepth {
				t.Errorf("%s: the key %s lies %d levels deep; at most %d are read", kind, f.key, got, MaxDepth)
			}
		}
	}
}
