package view

import (
	"strings"

	"accede/act"

	"accede/internal/view/words"
)

// DraftLabel answers what a field of an act is called, with what it is a part of: key as in a file of acts, in as
// words of such a file, each with its number from 1 behind a blank.
func DraftLabel(key string, in []string, r *words.Reader) string {
	var parts []string
	for _, part := range in {
		word, n, _ := strings.Cut(part, " ")
		parts = append(parts, r.Say("ask.item", words.Args{"what": fieldWord(word, r), "n": n}))
	}
	if len(in) == 0 || !strings.HasPrefix(in[len(in)-1], key+" ") {
		parts = append(parts, fieldWord(key, r))
	}
	return strings.Join(parts, " · ")
}

func fieldWord(key string, r *words.Reader) string {
	known := "field." + strings.ReplaceAll(key, "_", "-")
	if r.Known(known) {
		return r.Say(known, nil)
	}
	return key
}

// DraftOptions answers what a field may say, where that is one of a few words; nil where it is free.
func DraftOptions(key, value string, r *words.Reader) []FieldOption {
	choices := []struct{ key, value, word string }{
		{"dated", string(act.Exactly), "intake.dated.exactly"},
		{"dated", string(act.AtLatest), "intake.dated.at-latest"},
		{"dated", string(act.About), "intake.dated.about"},
		{"form", "verbatim", "ask.form.verbatim"},
		{"form", "partly verbatim", "ask.form.partly-verbatim"},
		{"form", "reported", "ask.form.reported"},
		{"progress", "", "ask.outcome.nothing"},
		{"progress", "none", "ask.outcome.none"},
		{"progress", "some", "ask.outcome.some"},
		{"progress", "substantial", "ask.outcome.substantial"},
		{"progress", "settled", "ask.outcome.settled"},
		{"stalemate", "", "ask.outcome.nothing"},
		{"stalemate", "continues", "ask.stalemate.continues"},
		{"stalemate", "broken", "ask.stalemate.broken"},
	}
	var all []FieldOption
	for _, c := range choices {
		if c.key == key {
			all = append(all, FieldOption{Value: c.value, Label: words.Filed{Text: r.Say(c.word, nil)}, Chosen: c.value == value})
		}
	}
	return all
}

// KindName answers what a kind of act is called.
func KindName(kind string, r *words.Reader) string { return spoken(r, "kind.", kind) }
