package intake

import (
	"slices"
	"strings"

	"accede/body"
)

// Parts of the patterns that the grammars share.
const (
	// one is somebody who acts; several of them are joined by commas and "and".
	one = `(?:<[psa]\d+>)`
	// many is one or more of them.
	many = `(?:` + one + `(?:(?:, and|,| and| or|, as well as| as well as|, together with| together with| along with) (?:the |also |then |later |fellow member )?` + one + `)*)`
	// adverbs may stand between who acts and what they do.
	adverbs = `(?:, (?:the|a|an|its) [^,;.<>]{1,50},)?(?:, (?:which|who|whose|while|though|although|like|unlike|as|after|before|despite|together with|along with|himself|herself) [^;.]{1,90}?,)?,?` +
		`(?:,? (?:[a-z]+ly|has|have|had|also|again|long|once|more|still|first|now|then|later|earlier|both|however|meanwhile|himself|herself|itself|is|was|are|` +
		`were|been|being|since|in turn|so far|together|twice|alone|likewise|too|as well|at once|once again|time and again|on the other hand|all|` +
		`in (?:the )?past|for (?:his|her|its|their) part|for (?:years|months|weeks|a long time|some time|more than a year)|<d\d+>|here|there|` +
		`in (?:a|an|the|his|her|its|their) [a-z-]+(?: [a-z-]+)?|at (?:a|an|the|its|their|our) [a-z-]+(?: [a-z-]+)?|after (?:the|a) [a-z]+|before (?:the|a) [a-z]+|` +
		`during (?:the|a) [a-z]+|by (?:letter|telephone|phone)|in writing|in <l\d+>|continues? to|continued to|goes on|keeps?|kept|remains?|remained|stands?|stood|stays?),?)*`
)

// ids answers the parties in a group of a match, each once, in order. A group of several is expanded by the reader.
func (r *reader) ids(c *clause, m []int, group int) []string {
	if 2*group+1 >= len(m) || m[2*group] < 0 {
		return nil
	}
	return r.partiesIn(c, m[2*group], m[2*group+1])
}

// partiesIn answers the parties in a part of a form.
func (r *reader) partiesIn(c *clause, from, to int) []string {
	var ids []string
	for _, it := range c.tagged(from, to, party, speaker, adject, several) {
		switch {
		case it.tag == several:
			ids = union(ids, r.expand(it.low))
		case it.id != "":
			ids = union(ids, []string{it.id})
		}
	}
	return ids
}

// expand answers whom a phrase like the two countries means: the applicants when as many are meant, or those who apply and
// those who object.
func (r *reader) expand(phrase string) []string {
	objectors := r.objectors()
	everyone := union(slices.Clone(r.applicants), objectors)
	size := 0
	for i, w := range []string{"two", "three", "four", "five"} {
		if strings.Contains(phrase, w) {
			size = i + 2
		}
	}
	if strings.HasPrefix(phrase, "both") || phrase == "the pair" {
		size = 2
	}
	switch {
	case strings.Contains(phrase, "sides") || strings.Contains(phrase, "delegations"):
		return everyone
	case strings.Contains(phrase, "applicant") || strings.Contains(phrase, "candidate"):
		return slices.Clone(r.applicants)
	case strings.HasPrefix(phrase, "all "):
		return nil // all members are nobody in particular
	case size > 0 && size == len(r.applicants):
		return slices.Clone(r.applicants)
	case size > 0 && size == len(everyone), strings.Contains(phrase, "parties"):
		return everyone
	}
	return nil
}

func (r *reader) objectors() []string {
	var ids []string
	for _, o := range r.objections {
		ids = append(ids, o.by)
	}
	return ids
}

// union adds what is not there yet.
func union(to, more []string) []string {
	for _, id := range more {
		if id != "" && !slices.Contains(to, id) {
			to = append(to, id)
		}
	}
	return to
}

// weaker answers the less sure of two.
func weaker(a, b Sureness) Sureness {
	for _, s := range []Sureness{Doubtful, Likely, Sure} {
		if a == s || b == s {
			return s
		}
	}
	return Doubtful
}

// addSpan adds a place, in the order of the text, once.
func addSpan(to []Span, s Span) []Span {
	if s.Start >= s.End || slices.Contains(to, s) {
		return to
	}
	to = append(to, s)
	slices.SortStableFunc(to, func(a, b Span) int {
		if a.Start != b.Start {
			return a.Start - b.Start
		}
		return a.End - b.End
	})
	return to
}

// memberID is an id as the record has it.
func memberID(id string) body.MemberID { return body.MemberID(id) }
