package view

import (
	"slices"
	"strings"
	"testing"

	"accede/dossier"

	"accede/internal/view/words"
)

// sampleArg answers a value of a kind, such as the law gives.
func sampleArg(kind dossier.ArgKind) any {
	switch kind {
	case dossier.ArgParty:
		return "fi"
	case dossier.ArgParties:
		return []string{"fi", "se"}
	case dossier.ArgRoles:
		return []string{"author", "chair"}
	case dossier.ArgStage:
		return "ratification"
	case dossier.ArgAct:
		return "deposit"
	case dossier.ArgActs:
		return []string{"approve", "deposit"}
	case dossier.ArgDay:
		return "2022-06-21"
	case dossier.ArgMoment:
		return "2022-06-21T16:00:00Z"
	case dossier.ArgPeriod:
		return "72 hours"
	case dossier.ArgSpan:
		return "5m0s"
	case dossier.ArgNumber:
		return 7
	case dossier.ArgName:
		return "x-1"
	case dossier.ArgWord:
		return "withdrawn"
	case dossier.ArgReason:
		return "at least 3 of members are present: 2 of 3 needed"
	case dossier.ArgText:
		return "words of a library"
	}
	return nil
}

func TestEveryRefusalIsSaidInEveryLanguage(t *testing.T) {
	d, _ := nato(t, "2022-06-21")
	readers := everyReader(t)
	for _, c := range dossier.Clauses() {
		var values []any
		for _, a := range c.ArgNames() {
			values = append(values, sampleArg(a.Kind))
		}
		no := dossier.Refuse(c.Code, values...)
		no.Dossier = "fi"
		for _, r := range readers {
			if !r.Has("refusal." + string(c.Code)) {
				t.Errorf("%s has no words for the refusal %s", r.Tag(), c.Code)
				continue
			}
			said := SayRefusal(d, no, r)
			if text := plain(said); strings.ContainsAny(text, "{}") || strings.Contains(text, "2022-06-21") || strings.Contains(text, "5m0s") {
				t.Errorf("%s, %s: %q is not said whole", r.Tag(), c.Code, text)
			}
			for _, s := range said {
				if s.Lang != "" && s.Text != "words of a library" {
					t.Errorf("%s, %s: %q is left in another language", r.Tag(), c.Code, s.Text)
				}
			}
		}
	}
}

// A message may only ask for what its clause gives.
func TestMessagesOfRefusalsAskForTheirArgumentsAlone(t *testing.T) {
	args := map[string][]string{}
	for _, c := range dossier.Clauses() {
		var names []string
		for _, a := range c.ArgNames() {
			names = append(names, a.Name)
		}
		args["refusal."+string(c.Code)] = names
	}
	var words []string
	for _, w := range dossier.ArgWords() {
		words = append(words, "refusal.word."+refusalWord(w))
	}
	for _, r := range everyReader(t) {
		for _, key := range r.Keys() {
			if !strings.HasPrefix(key, "refusal.") {
				continue
			}
			given, ok := args[key]
			if !ok && !slices.Contains(words, key) {
				t.Errorf("%s: %s is the refusal of no clause", r.Tag(), key)
			}
			for _, name := range r.Asks(key) {
				if !slices.Contains(given, name) {
					t.Errorf("%s, %s: asks for %s, which the clause does not give", r.Tag(), key, name)
				}
			}
		}
		for _, key := range words {
			if !r.Has(key) {
				t.Errorf("%s has no words for %s", r.Tag(), key)
			}
		}
	}
}

func TestARefusalIsInTheReadersLanguage(t *testing.T) {
	d, _ := nato(t, "2022-06-21")
	in := map[string]*words.Reader{}
	for _, r := range everyReader(t) {
		in[r.Tag()] = r
	}
	for _, c := range []struct {
		tag, want string
		no        *dossier.Refusal
	}{
		{"fr", "Finlande ne figure pas sur la liste de l’étape « Ratification »", dossier.Refuse("position-not-on-roll", "fi", "ratification")},
		{"tr", "“Davet” aşaması 5 Temmuz 2022 tarihinde kapandı", dossier.Refuse("stage-closed", "invitation", "2022-07-05")},
		{"sv", "fristen var 21 juni 2022 kl. 18:00 (Bryssel)", dossier.Refuse("position-late", "2022-06-21T16:00:00Z")},
		{"fi", "peruskirja edellyttää vähintään 72 tuntia", dossier.Refuse("put-too-short", "72 hours")},
		{"en", "the stage “Invitation” was closed on 5 July 2022", dossier.Refuse("stage-closed", "invitation", "2022-07-05")},
	} {
		c.no.Dossier = "fi"
		if got := plain(SayRefusal(d, c.no, in[c.tag])); got != c.want {
			t.Errorf("%s: %q, want %q", c.tag, got, c.want)
		}
	}
	got := SayRefusal(d, &dossier.Refusal{Code: "of-a-newer-writer", Text: "no"}, in["fr"])
	if len(got) != 1 || got[0] != (words.Span{Text: "no", Lang: "en"}) {
		t.Errorf("a clause nobody knows = %+v, want its text, marked as English", got)
	}
}
