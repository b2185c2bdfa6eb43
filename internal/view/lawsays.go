package view

import (
	"regexp"
	"strings"

	"accede/internal/view/words"
)

// What the law's figures say in English is said here in the reader's language. The law knows no languages: its
// sentences are looked up as they stand, and one that is not known is told in English and marked so.

// The ways in which package power puts figures into words.
var (
	coalitionsMany  = regexp.MustCompile(`^there are 2\^(\d+) coalitions, too many .* for up to (\d+) players$`)
	coalitionsAsked = regexp.MustCompile(`^there are 2\^(\d+) coalitions: they are looked at`)
	quadrature      = regexp.MustCompile(`^by sums, at (\d+) nodes of a quadrature`)
	halfWidth       = regexp.MustCompile(`^a 95% half-width of (\d+) draws`)
)

// powerSays answers what package power says of its figures in the reader's language; what is not known, as it stands.
func powerSays(text string, r *words.Reader) words.Filed {
	own := func(key string, args words.Args) words.Filed {
		return words.Filed{Text: r.Say(key, args), Lang: r.Tag()}
	}
	if m := coalitionsMany.FindStringSubmatch(text); m != nil {
		return own("power.why.many", words.Args{"n": raised(m[1]), "most": m[2]})
	}
	if m := coalitionsAsked.FindStringSubmatch(text); m != nil {
		return own("power.why.asked", words.Args{"n": raised(m[1])})
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

// raised answers digits as they stand in an exponent.
func raised(digits string) string {
	return strings.Map(func(r rune) rune { return []rune("⁰¹²³⁴⁵⁶⁷⁸⁹")[r-'0'] }, digits)
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
