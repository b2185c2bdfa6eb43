package bundle

import (
	"bytes"
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"

	"accede/act"
	"accede/body"
	"accede/internal/depositary"
)

// sealing is a record with an objection whose grounds are sealed, one of them erased; and what is left of it.
func sealing(t *testing.T) (record, []act.Opening, act.Opening) {
	t.Helper()
	r := newRecordOf(t, charterText+"redaction: [chair]\n")
	kept := keeping{}
	d, err := depositary.Open(background, depositary.Config{Log: r.log, Signer: r.signer, Clock: noon, Enclosures: kept})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	hand := func(a act.Act, words act.Audience) []act.Opening {
		salt := byte(len(a.ID))
		var items []act.Opening
		var err error
		if words != "" {
			items, err = a.Enclose(act.Enclosure{Audience: words}, func() act.Salt { salt++; return act.Salt{salt} })
		}
		if err != nil {
			t.Fatal(err)
		}
		data, err := a.Marshal()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := d.SubmitEnclosed(background, data, nil, items); err != nil {
			t.Fatal(err)
		}
		return items
	}
	hand(official("x-applies", "x", "x", &act.Apply{Procedure: "vote"}), "")
	items := hand(official("a-reserves", "a", "x", &act.Reserve{Reason: body.Names{"en": "Its parliament."}}), act.ToParties)
	gone := hand(official("b-reserves", "b", "x", &act.Reserve{Reason: body.Names{"en": "A name."}}), act.ToBody)
	items = append(items, hand(official("b-waits", "b", "x", &act.Reserve{Reason: body.Names{"en": "Its court."}}), act.ToAuthor)...)
	hand(official("erases", "chair", "x", &act.Redact{Of: []string{gone[0].Seal}, Reason: body.Names{"en": "A mistake."}}), "")
	return r, items, gone[0]
}

// keeping is enclosed content in memory.
type keeping map[string]act.Opening

func (k keeping) Put(_ context.Context, items ...act.Opening) error {
	for _, o := range items {
		k[o.Seal] = o
	}
	return nil
}

func (k keeping) Erase(_ context.Context, seals ...string) error {
	for _, s := range seals {
		delete(k, s)
	}
	return nil
}

func (k keeping) Seals(context.Context) ([]string, error) { return slices.Sorted(maps.Keys(k)), nil }

// withEnclosed answers a bundle of the record, or of dossier x, that carries items.
func (r record) withEnclosed(t *testing.T, id string, items []act.Opening) []byte {
	t.Helper()
	plain := r.bundle(t, id)
	reader, err := NewReader(bytes.NewReader(plain))
	if err != nil {
		t.Fatal(err)
	}
	h := reader.Header
	h.For = "a"
	var out bytes.Buffer
	err = WriteEnclosed(&out, h, reader.Lines(), func(yield func(act.Opening, error) bool) {
		for _, o := range items {
			if !yield(o, nil) {
				return
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestABundleSaysWhatOfTheEnclosedItCarriesWithholdsAndWhatIsErased(t *testing.T) {
	r, items, gone := sealing(t)
	for _, id := range []string{"", "x"} {
		for n := range len(items) + 1 {
			var kept []string
			got, err := CheckKeeping(background, bytes.NewReader(r.withEnclosed(t, id, items[:n])), func(h Header, o act.Opening) error {
				kept = append(kept, h.For+" "+o.Seal)
				return nil
			})
			x := got.Enclosed
			if err != nil || len(x.Carried) != n || len(x.Withheld) != len(items)-n || !slices.Equal(x.Erased, []string{gone.Seal}) || len(kept) != n {
				t.Errorf("%d of %d carried, of %q: %+v, kept %q, %v", n, len(items), id, x, kept, err)
			}
		}
		got, err := Check(background, bytes.NewReader(r.bundle(t, id)))
		if err != nil || len(got.Enclosed.Withheld) != len(items) || len(got.Enclosed.Erased) != 1 || !slices.Contains(got.Not, "1 enclosed item, erased by entries of the record") {
			t.Errorf("one that carries nothing, of %q: %+v, %v", id, got, err)
		}
	}
}

func TestContentThatIsNotWhatWasSealedIsFoundInABundle(t *testing.T) {
	r, items, gone := sealing(t)
	changed := func(do func(*act.Opening)) []act.Opening {
		all := slices.Clone(items)
		all[0].Content = bytes.Clone(all[0].Content)
		do(&all[0])
		return all
	}
	for why, c := range map[string]struct {
		items []act.Opening
		at    int64
		says  string
	}{
		"another word":     {changed(func(o *act.Opening) { o.Content[9] ^= 1 }), 4, "the content or its salt is another"},
		"another salt":     {changed(func(o *act.Opening) { o.Salt[31] ^= 1 }), 4, "the content or its salt is another"},
		"another's":        {changed(func(o *act.Opening) { o.Salt, o.Content = items[1].Salt, items[1].Content }), 4, "the content or its salt is another"},
		"of no act":        {changed(func(o *act.Opening) { o.Seal = "AAAA" }), 0, "which no act in it encloses"},
		"twice":            {append(slices.Clone(items), items[0]), 4, "there twice"},
		"what was erased":  {append(slices.Clone(items), gone), 7, "whoever wrote the bundle has kept it"},
		"nothing at all":   {changed(func(o *act.Opening) { *o = act.Opening{} }), 0, "no act in it encloses"},
		"its content gone": {changed(func(o *act.Opening) { o.Content = nil }), 4, "the content or its salt is another"},
	} {
		for _, id := range []string{"", "x"} {
			_, err := Check(background, bytes.NewReader(r.withEnclosed(t, id, c.items)))
			var m *Mismatch
			if !errors.As(err, &m) || m.Position != c.at || !strings.Contains(m.Reason, c.says) {
				t.Errorf("%s, of %q: %v, want it at entry %d: %s", why, id, err, c.at, c.says)
			}
		}
	}
}

func TestABundleOfTheFirstFormatCarriesNothingEnclosed(t *testing.T) {
	r, items, _ := sealing(t)
	with := r.withEnclosed(t, "", items)
	for why, text := range map[string]string{
		"lines behind a first of bundle/1": strings.Replace(strings.Replace(string(with), FormatEnclosed, Format, 1), `"enclosed_for":"a",`, "", 1),
		"a party, in bundle/1":             strings.Replace(string(with), FormatEnclosed, Format, 1),
		"bundle/2 for nobody":              strings.Replace(string(with), `"enclosed_for":"a",`, "", 1),
		"a line behind them":               string(with) + "\n",
		"a line that is none":              string(with) + `{"content":"x"}` + "\n",
		"an entry behind them":             string(with) + strings.SplitAfter(string(with), "\n")[1],
	} {
		if _, err := Check(background, strings.NewReader(text)); !errors.Is(err, ErrForm) && !errors.Is(err, ErrVerify) {
			t.Errorf("%s: %v, want it refused", why, err)
		}
	}
	if _, err := Check(background, bytes.NewReader(with)); err != nil {
		t.Fatal(err)
	}
}

// Every bit that is altered behind the entries is found too.
func TestNoAlteredByteOfWhatABundleCarriesIsVerified(t *testing.T) {
	r, items, _ := sealing(t)
	data := r.withEnclosed(t, "x", items)
	t.Logf("%d alterations", len(data)-1-bytes.Index(data, []byte(enclosedLine)))
	for i := bytes.Index(data, []byte(enclosedLine)); i < len(data)-1; i++ {
		bad := bytes.Clone(data)
		bad[i] ^= 1 << (i % 7)
		if _, err := Check(background, bytes.NewReader(bad)); err == nil {
			t.Fatalf("byte %d altered (%q): it verifies", i, around(data, i))
		}
	}
}
