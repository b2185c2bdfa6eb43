package view

import (
	"regexp"
	"strings"

	"accede/body"

	"accede/internal/view/words"
)

// What the law's drafts and figures say in English is said here in the reader's language. The law knows no languages: its
// sentences are looked up as they stand, and one that is not known is told in English and marked so.

// draftKey answers the key of a sentence of a drafted conflict; nothing where it is none of them.
func draftKey(text string) string {
	switch text {
	case "keeps its objection":
		return "hold.draft.keeps"
	case "stays against":
		return "hold.draft.against"
	case "tables a text that says what is done and what is withdrawn":
		return "hold.draft.tables"
	case "it stays where it is, as it demands nothing that could be done":
		return "hold.draft.stays"
	case "it wants every demand met":
		return "hold.draft.wants-met"
	case "it withdraws when its demands are met and a text says so, not before":
		return "hold.draft.withdraws"
	case "it wants the matter settled":
		return "hold.draft.settled"
	case "it tables a text once it would be accepted":
		return "hold.draft.tables-once"
	case "it stands by what it has done":
		return "hold.draft.stands-by"
	case "it would rather not, as things stand":
		return "hold.draft.rather-not"
	case "it wants the objection withdrawn, less than it minds what is demanded":
		return "hold.draft.lifted"
	case "every demand met, every objection withdrawn":
		return "hold.draft.deal"
	case "No preference is in the record. Those below are a first guess: nobody wants to leave the state of affairs alone, as nobody has. Put them right.":
		return "hold.draft.guess"
	}
	return ""
}

// draftSays answers a sentence of a drafted conflict in the reader's language; any other as it stands.
func draftSays(text string, r *words.Reader) string {
	if why, ok := strings.CutPrefix(text, "assumed: "); ok {
		return r.Say("hold.draft.assumed", words.Args{"why": draftSays(why, r)})
	}
	if what, ok := strings.CutPrefix(text, "meets what is demanded under this concern: "); ok {
		return r.Say("hold.draft.concern", words.Args{"what": what})
	}
	if key := draftKey(text); key != "" {
		return r.Say(key, nil)
	}
	return text
}

// draftFiled is draftSays of a text in languages, with the language it comes out in.
func draftFiled(n body.Names, r *words.Reader) words.Filed {
	text := filed(n, r)
	if said := draftSays(text.Text, r); said != text.Text {
		return words.Filed{Text: said, Lang: r.Tag()}
	}
	return text
}

// The ways in which package power puts figures into words.
var (
	coalitionsMany  = regexp.MustCompile(`^there are 2\^(\d+) coalitions, too many .* for up to (\d+) players$`)
	coalitionsAsked = regexp.MustCompile(`^there are 2\^(\d+) coalitions: they are looked at`)
	quadrature      = regexp.MustCompile(`^by sums, at (\d+) nodes of a quadrature`)
	halfWidth       = regexp.MustCompile(`^a 95 % half-width of (\d+) draws`)
)

// powerSays answers what package power says of its figures in the reader's language; what is not known, as it stands.
func powerSays(text string, r *words.Reader) words.Filed {
	own := func(key string, args words.Args) words.Filed {
		return words.Filed{Text: r.Say(key, args), Lang: r.Tag()}
	}
	if m := coalitionsMany.FindStringSubmatch(text); m != nil {
		return own("power.why.many", words.Args{"n": m[1], "most": m[2]})
	}
	if m := coalitionsAsked.FindStringSubmatch(text); m != nil {
		return own("power.why.asked", words.Args{"n": m[1]})
	}
	if m := quadrature.FindStringSubmatch(text); m != nil {
		return own("power.by.quadrature", words.Args{"n": m[1]})
	}
	if m := halfWidth.FindStringSubmatch(text); m != nil {
		return own("power.error.width", words.Args{"n": m[1]})
	}
	if key := powerKey(text); key != "" {
		return own(key, nil)
	}
	return words.Filed{Text: text, Lang: "en"}
}

func powerKey(text string) string {
	switch text {
	case "coalitions are of those who are for: they are looked at in the yes-or-no model alone":
		return "power.why.ternary"
	case "the Shapley–Shubik index is given in the yes-or-no model alone: orders say nothing of who abstains":
		return "power.why.orders"
	case "equal members, by the probability of so many in favour":
		return "power.by.equal"
	case "by sums: the probability of each weight below the quota":
		return "power.by.sums"
	case "by the number and the weight of those in favour":
		return "power.by.number"
	case "coalitions drawn at random":
		return "power.by.coalitions"
	case "orders drawn at random":
		return "power.by.orders"
	case "equal members: each counts the same":
		return "power.by.each"
	case "by sums: how many coalitions there are of each weight below the quota":
		return "power.by.weights"
	case "by kinds of players, and how many of each are for, against and abstaining":
		return "power.by.kinds.ternary"
	case "by sums: how many profiles there are of each sum below what is needed":
		return "power.by.profiles"
	case "by kinds of players, and how many of each are in favour":
		return "power.by.kinds"
	case "every coalition looked at":
		return "power.by.every"
	case "by halves: coalitions of half the players, completed by those of the others":
		return "power.by.halves"
	case "a bound on what rounding can do, and on what is left out":
		return "power.error.bound"
	}
	return ""
}
