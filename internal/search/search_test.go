package search

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

func TestAWordHasOneFormHoweverItIsWritten(t *testing.T) {
	for _, same := range [][]string{
		{"İstanbul", "ISTANBUL", "ıstanbul", "istanbul", "i̇stanbul"},
		{"Türkiye", "TURKIYE", "türkıye"},
		{"Ærø", "AERO"},
		{"Straße", "STRASSE"},
		{"Göteborg", "goteborg", "Go\u0308teborg"},
		{"ΕΛΛΆΣ", "ελλας"},
		{"ﬁnding", "FINDING"},
		{"co\u00adoperate", "cooperate"},
	} {
		for _, text := range same {
			if got, want := Tokens(text), Tokens(same[0]); !slices.Equal(got, want) || len(got) != 1 {
				t.Errorf("Tokens(%q) = %q, want %q", text, got, want)
			}
		}
	}
}

func TestTextsAreParted(t *testing.T) {
	for text, want := range map[string]string{
		"": "", " -- ": "", "l’adhésion d'abord": "l adhesion d abord", "2022-06-28, 14:30": "2022 06 28 14 30", "北約ABC": "北 約 abc", "a<b>&'c'": "a b c",
		"\xff\xfea": "a", strings.Repeat("x", 1000): strings.Repeat("x", maxToken-3),
	} {
		if got := strings.Join(Tokens(text), " "); got != want {
			t.Errorf("Tokens(%.40q) = %q, want %q", text, got, want)
		}
	}
}

func TestAQuerySaysWhatItCannotBe(t *testing.T) {
	for text, want := range map[string]error{
		"": ErrEmpty, `""`: ErrEmpty, " * ": ErrEmpty, strings.Repeat("a", MaxQuery+1): ErrLong, strings.Repeat("x y z ", 40): nil,
		"a b c d e f g h i j k l m n o p q": ErrLong, `"` + strings.Repeat("a ", MaxTokens+1) + `"`: ErrLong, "a": nil,
	} {
		if _, err := Parse(text); !errors.Is(err, want) {
			t.Errorf("Parse(%.40q) = %v, want %v", text, err, want)
		}
	}
}
