package words

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestWordsInDisguiseAskForTheSameArgumentsAndAreLonger(t *testing.T) {
	c, err := LoadPseudo()
	if err != nil {
		t.Fatal(err)
	}
	en, _ := c.In("en")
	for _, tag := range []string{"en-XA", "ar-XB"} {
		r, ok := c.In(tag)
		if !ok {
			t.Fatalf("there is no language %s", tag)
		}
		plain, long := 0, 0
		for key, m := range en.messages {
			if got, want := r.messages[key].arguments(nil), m.arguments(nil); !slices.Equal(got, want) {
				t.Errorf("%s, %s: arguments %v, want %v", tag, key, got, want)
			}
			plain, long = plain+utf8.RuneCountInString(en.table.messages[key]), long+utf8.RuneCountInString(r.table.messages[key])
		}
		if long*100 < plain*125 {
			t.Errorf("%s: %d characters for %d of English: too short to show anything", tag, long, plain)
		}
	}
}

func TestADisguiseLeavesTheFormOfAMessageAlone(t *testing.T) {
	got := disguise("<open>{n, plural, =1 {one does} other {# do}}: {names}.</open>")
	want := "<open>{n, plural, =1 {öñé~~ ðöéš~~} other {# ðö~}}:~ {names}.</open>"
	if got != strings.Replace(want, "}}:~ ", "}}: ", 1) && got != want {
		t.Errorf("disguise = %q, want %q", got, want)
	}
}
