package words

import (
	"slices"
	"testing"
	"time"
)

func in(t *testing.T, tag string) *Reader {
	t.Helper()
	r, ok := load(t).In(tag)
	if !ok {
		t.Fatalf("there is no language %s", tag)
	}
	return r
}

func TestDatesStandAsEachLanguageWritesThem(t *testing.T) {
	day := time.Date(2022, time.June, 21, 18, 0, 0, 0, time.UTC)
	first := time.Date(2022, time.August, 1, 0, 0, 0, 0, time.UTC)
	for tag, want := range map[string][4]string{
		"en": {"21 June 2022", "June 2022", "1 August 2022", "21 June 2022, 18:00 (Brussels)"},
		"fr": {"21 juin 2022", "juin 2022", "1er août 2022", "21 juin 2022 à 18:00 (Bruxelles)"},
		"tr": {"21 Haziran 2022", "Haziran 2022", "1 Ağustos 2022", "21 Haziran 2022, 18:00 (Brüksel)"},
		"sv": {"21 juni 2022", "juni 2022", "1 augusti 2022", "21 juni 2022 kl. 18:00 (Bryssel)"},
		"fi": {"21. kesäkuuta 2022", "kesäkuu 2022", "1. elokuuta 2022", "21. kesäkuuta 2022 klo 18:00 (Bryssel)"},
	} {
		r := in(t, tag)
		got := [4]string{r.Day(day), r.Month(day), r.Day(first), r.Moment(day, "Brussels")}
		if got != want {
			t.Errorf("%s: dates = %q, want %q", tag, got, want)
		}
	}
}

func TestNamesAreInTheOrderOfEachAlphabet(t *testing.T) {
	for tag, want := range map[string][]string{
		"sv": {"Albanien", "Tyskland", "Zambia", "Åland", "Österrike"},
		"fi": {"Alankomaat", "Tšekki", "Viro", "Zaire", "Ääni"},
		"tr": {"Çekya", "Danimarka", "Irak", "İspanya", "Şili", "Türkiye"},
		"fr": {"Égypte", "Espagne", "États-Unis", "Islande"},
	} {
		got := slices.Clone(want)
		slices.Reverse(got)
		Order(in(t, tag), got, func(s string) string { return s })
		if !slices.Equal(got, want) {
			t.Errorf("%s: Order = %q, want %q", tag, got, want)
		}
	}
}

func TestTheBrowsersLanguageIsSpoken(t *testing.T) {
	c := load(t)
	for header, want := range map[string]string{
		"fr-CA,fr;q=0.9,en;q=0.5": "fr", "tr-TR": "tr", "sv-FI": "sv", "fi": "fi", "de, sv;q=0.4": "sv", "ja": "en",
	} {
		if got := c.Best(header).Tag(); got != want {
			t.Errorf("Best(%q) = %s, want %s", header, got, want)
		}
	}
}

// A Turkish suffix follows the sound of the word before it, a Finnish case changes the word itself: neither may be
// put behind a name or a number that is filled in.
func TestNoLanguageInflectsWhatIsFilledIn(t *testing.T) {
	for _, tag := range []string{"tr", "fi"} {
		r := in(t, tag)
		for key, m := range r.messages {
			if s := glued(m); s != "" {
				t.Errorf("%s, %s: %q is glued to what is filled in", tag, key, s)
			}
		}
	}
}

// glued answers the letters that follow an argument at once.
func glued(m message) string {
	for i, p := range m {
		if i > 0 && p.kind == partText && (m[i-1].kind == partArg || m[i-1].kind == partNumber) {
			if c := []rune(p.text)[0]; c == '’' || c >= 'a' && c <= 'z' {
				return p.text
			}
		}
		if s := glued(p.inner); s != "" {
			return s
		}
		for _, c := range p.cases {
			if s := glued(c.body); s != "" {
				return s
			}
		}
	}
	return ""
}
