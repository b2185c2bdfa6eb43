package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"accede/body"
	"accede/game"
)

func TestATableOfVotesIsReadAsItStands(t *testing.T) {
	const text = "\ufeffmember,classes,ballot,votes\r\n" +
		"fr,permanent council,for,3\r\n" +
		"\"x, \"\"y\"\"\", council ,,0\r\n" +
		"se,,abstaining,12\r\n\r\n"
	got, err := readBallots("votes.csv", text)
	if err != nil {
		t.Fatal(err)
	}
	if want := []body.MemberID{"fr", `x, "y"`, "se"}; !slices.Equal(got.roll.Members, want) {
		t.Errorf("members %q, want %q", got.roll.Members, want)
	}
	if want := []game.Ballot{game.For, game.Pending, game.Abstaining}; !slices.Equal(got.ballots, want) {
		t.Errorf("ballots %v, want %v", got.ballots, want)
	}
	for name, want := range map[string][]bool{"permanent": {true, false, false}, "council": {true, true, false}, body.Everyone: {true, true, true}} {
		if c, ok := got.roll.Class(name); !ok || !slices.Equal(c.In, want) {
			t.Errorf("class %s %v, want %v", name, c.In, want)
		}
	}
	if w, ok := got.roll.Weight("votes"); !ok || !slices.Equal(w.Of, []int64{3, 0, 12}) {
		t.Errorf("votes %v, want 3, 0, 12", w.Of)
	}
}

func TestWhatIsWrongWithATableIsSaidWithItsPlace(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"empty", "", `v.csv:1:1: the file is empty; the first line names the columns: member,classes,ballot, and any weights`},
		{"column missing", "member,classes\na,b\n", `v.csv:1:1: the column "ballot" is missing; the first line names the columns: member,classes,ballot, and any weights`},
		{"column twice", "member,classes,ballot,classes\n", `v.csv:1:23: the column "classes" is there twice`},
		{"semicolons", "member;classes;ballot\n", `v.csv:1:1: the columns are parted by semicolons; save the file with commas`},
		{"member twice", "member,classes,ballot\na,,for\nb,,for\na,,for\n", `v.csv:4:1: member "a" is there twice; the first is on line 2`},
		{"no member", "member,classes,ballot\n,,for\n", `v.csv:2:1: the member has no name`},
		{"unknown ballot", "member,classes,ballot\nä,x,agianst\n", `v.csv:2:5: unknown ballot "agianst"; did you mean "against"?`},
		{"another ballot", "member,classes,ballot\na,x,qwertz\n", `v.csv:2:5: unknown ballot "qwertz"; it is one of for, against, abstaining, absent, pending, recused, or empty for pending`},
		{"a fraction", "member,classes,ballot,w\na,,for,1.5\n", `v.csv:2:8: w is "1.5"; a weight is a whole number, 0 or more, without separators`},
		{"below nothing", "member,classes,ballot,w\na,,for,-1\n", `v.csv:2:8: w is "-1"; a weight is a whole number, 0 or more, without separators`},
		{"too much", "member,classes,ballot,w\na,,for,9223372036854775807\nb,,for,1\n", `v.csv:3:8: the sum of w is beyond 9223372036854775807`},
		{"too few columns", "member,classes,ballot\na,for\n", `v.csv:2:1: 2 columns, the first line has 3`},
		{"empty line", "member,classes,ballot\n\na,,for\n", `v.csv:2:1: 1 columns, the first line has 3`},
		{"open quote", "member,classes,ballot\n\"a,,for\n", `v.csv:2:1: the quotation mark is not closed`},
		{"stray quote", "member,classes,ballot\na\"b,,for\n", `v.csv:2:2: a quotation mark inside a field; put the whole field in quotation marks and write this one twice`},
		{"behind the quote", "member,classes,ballot\n\"a\"b,,for\n", `v.csv:2:4: text behind the closing quotation mark`},
		{"not UTF-8", "member,classes,ballot\n\xff,,for\n", `v.csv:2:1: not UTF-8; save the file as UTF-8`},
	} {
		_, err := readBallots("v.csv", c.text)
		if err == nil || err.Error() != c.want {
			t.Errorf("%s: %v, want %s", c.name, err, c.want)
		}
	}
}

func TestAllFaultsOfATableAreSaidUpToABound(t *testing.T) {
	_, err := readBallots("v.csv", "member,classes,ballot\n"+strings.Repeat("a,,never\n", 100))
	if n := strings.Count(fmt.Sprint(err), "\n") + 1; n != 20 {
		t.Errorf("%d faults, want 20", n)
	}
}

// FuzzBallots: no table crashes the reader, and one that is read has as many ballots as members and as long classes.
func FuzzBallots(f *testing.F) {
	f.Add("member,classes,ballot\na,x y,for\n")
	f.Add("\ufeffmember,classes,ballot,w\r\n\"a\"\"\",,,12\r\n\r\n")
	f.Add("member,classes,ballot\na,,\"\n")
	f.Fuzz(func(t *testing.T, text string) {
		got, err := readBallots("v.csv", text)
		if err != nil {
			return
		}
		n := len(got.roll.Members)
		if len(got.ballots) != n {
			t.Fatalf("%d ballots of %d members", len(got.ballots), n)
		}
		for _, c := range got.roll.Classes {
			if len(c.In) != n {
				t.Fatalf("class %s of %d members, on a roll of %d", c.Name, len(c.In), n)
			}
		}
	})
}

// table answers a table of n members.
func table(n int) string {
	var b strings.Builder
	b.WriteString("member,classes,ballot,votes\n")
	words := []string{"for", "against", "abstaining", ""}
	for i := range n {
		class := "north"
		if i%5 == 0 {
			class = "north permanent"
		}
		fmt.Fprintf(&b, "m%d,%s,%s,%d\n", i, class, words[i*7%len(words)], i%100)
	}
	return b.String()
}

func BenchmarkReadAMillionBallots(b *testing.B) {
	text := table(1_000_000)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		if _, err := readBallots("v.csv", text); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkDecideAMillionBallots is the whole verb: table, verdict, smallest change, JSON.
func BenchmarkDecideAMillionBallots(b *testing.B) {
	file := filepath.Join(b.TempDir(), "votes.csv")
	if err := os.WriteFile(file, []byte(table(1_000_000)), 0o600); err != nil {
		b.Fatal(err)
	}
	for _, sentence := range []string{
		"at least 9 of permanent are for and none of permanent are against",
		"at least 2/3 of members voting are for and more than half of members by votes are for",
	} {
		b.Run(strings.ReplaceAll(sentence, "/", " by "), func(b *testing.B) {
			for b.Loop() {
				args := []string{"decide", "--rule", sentence, "--ballots", file, "--json"}
				if code := run(b.Context(), args, nil, io.Discard, os.Stderr, os.Getenv); code != 0 {
					b.Fatalf("exits with %d", code)
				}
			}
		})
	}
}
