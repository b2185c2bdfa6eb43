package pledge

import (
	"errors"
	"strings"
	"testing"
	"time"

	"accede/body"
)

func rollOf(t testing.TB, ids ...body.MemberID) *body.Roll {
	t.Helper()
	r, err := body.NewRoll(time.Time{}, ids, nil, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestConditionsThatTurnRoundAreRefused(t *testing.T) {
	roll := rollOf(t, "a", "b", "c")
	for _, text := range []string{
		"for unless b is for", "for if b is for unless c is for", "for if not b is for", "for if b is against", "for if b is not for",
		"for if at most 2 of members are for", "for if fewer than 2 of members are for", "for if none of members are for",
		"for if b is abstaining", "for if at least 2 of members are against", "for if exactly 2 of members are for",
	} {
		if _, err := Parse(roll, "a", text); !errors.Is(err, ErrMonotone) {
			t.Errorf("Parse(%q) = %v, want %v", text, err, ErrMonotone)
		}
	}
}

func TestWhatIsNoConditionIsToldWithItsPlace(t *testing.T) {
	roll := rollOf(t, "a", "b", "c")
	for _, x := range []struct{ text, want string }{
		{"for if z is for", `column 8: "z" is not on the roll`},
		{"for if a is for", "column 8: a cannot depend on itself"},
		{"for if at least 1 of south are for", `column 22: the roll has no class "south"`},
		{"for if at least 3 of members are for", "at least 3 of 2 others can never be for"},
		{"for if at least 1 of (b, b) are for", "column 26: b is named twice"},
		{"for if", "1:7: expected"},
		{"for if b is", `1:12: expected "for"`},
		{"for if b is for and", "1:20: expected"},
		{"for if (b is for", `1:17: expected ")"`},
		{"for if measure m1 is done", `1:22: expected "is verified"`},
		{"against if b is for", "non-monotone"},
		{"for if " + strings.Repeat("(", 200) + "b is for", "column 108: parts lie in each other more than 100 deep"},
		{"for if b is for c", "1:17: expected"},
		{"for if at least none of members are for", "non-monotone"},
	} {
		_, err := Parse(roll, "a", x.text)
		if err == nil || !strings.Contains(err.Error(), x.want) {
			t.Errorf("Parse(%q) = %v, want %s", x.text, err, x.want)
		}
	}
	if _, err := Parse(roll, "z", "for if a is for"); err == nil {
		t.Error("a condition of somebody not on the roll is read")
	}
}

func FuzzAConditionIsReadOrRefused(f *testing.F) {
	for _, seed := range []string{"for if m2 is for", "for if at least 2 of (m2, m3) are for or measure \"is\" is verified", "for unless m2", "for if (((", "for if \"", ""} {
		f.Add(seed)
	}
	roll := rollOf(f, "m1", "m2", "m3", "m4")
	f.Fuzz(func(t *testing.T, text string) {
		if p, err := Parse(roll, "m1", text); err == nil && p.On == nil {
			t.Errorf("Parse(%q) answers no condition and no error", text)
		}
	})
}
