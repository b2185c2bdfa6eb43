package intake

import (
	"maps"
	"slices"
	"strings"
)

// nounOf makes the party of an adjective before a noun, and leaves the noun where it is.
func (r *reader) nounOf(c *clause) func([]int, []item) (item, bool) {
	return func(m []int, found []item) (item, bool) {
		for _, it := range found {
			if it.tag == adject {
				last := found[len(found)-1]
				switch last.low {
				case "government", "delegation", "side", "parliament", "team", "people", "committee", "body", "federation":
					return item{tag: party, id: it.id, name: it.name, how: "its " + last.low, role: last.low}, true
				}
			}
		}
		return item{}, false
	}
}

// named makes a party or a person of a name that is known by now.
func (r *reader) named(_ []int, found []item) (item, bool) {
	it := found[len(found)-1]
	if it.tag != unknown {
		return item{}, false
	}
	if o, ok := r.organisation(it.name); ok {
		return item{tag: party, id: o, name: it.name, how: "name"}, true
	}
	if p, ok := r.person(it.name); ok {
		p.tag, p.Span = speaker, Span{}
		return p, true
	}
	if len(found) > 1 { // a title makes a person
		return item{tag: speaker, name: it.name, id: r.household(it.name), how: "the name"}, true
	}
	return item{}, false
}

// speakerOf makes a person, or a party where officials are many, of an office with what stands around it.
func (r *reader) speakerOf(c *clause) func([]int, []item) (item, bool) {
	return func(m []int, found []item) (item, bool) {
		var who item
		who.tag = speaker
		kind := ""
		of := item{}
		for i, it := range found {
			switch it.tag {
			case office:
				kind, who.role = it.id, withLeader(found, i)
			case party, adject, bodyTag, several, place, speaker:
				if of.tag == aWord {
					of = it
				}
			case aWord:
				if of.tag == aWord && i > 1 && isBodyNoun(it.low) {
					of = item{tag: bodyTag, name: "the " + it.low}
				}
			case unknown:
				if o, ok := r.organisation(it.name); ok {
					of = item{tag: party, id: o, name: it.name}
				} else if isOrganisation(it.name) {
					of = item{tag: party, id: slug(it.name), name: it.name}
				} else {
					who.name = it.name
				}
			}
		}
		return r.seat(who, kind, of, found)
	}
}

// isBodyNoun says whether a word stands for the body that is joined, whatever it is called.
func isBodyNoun(word string) bool {
	switch word {
	case "consortium", "co-operative", "cooperative", "committee", "group", "board", "alliance", "council", "association", "organisation",
		"organization", "foundation", "panel", "body":
		return true
	}
	return false
}

// seat says for whom somebody in an office speaks.
func (r *reader) seat(who item, kind string, of item, found []item) (item, bool) {
	if of.tag == speaker {
		of.tag = party
	}
	switch {
	case kind == "" && (of.tag != party || who.name == ""): // Paris of Troy
		return item{}, false
	case kind == "officials" && of.tag == several:
		return item{tag: several, low: of.low}, true
	case kind == "officials" && (of.tag == party || of.tag == adject || of.tag == place):
		return item{tag: party, id: of.id, name: r.nameOf(of), how: "its " + who.role, role: who.role}, true
	case kind == "officials":
		return item{}, false
	}
	switch of.tag {
	case party, adject, place:
		who.id, who.how = of.id, r.nameOf(of)
	case bodyTag:
		who.id, who.how = chairSide, of.name
		if of.id != "" && r.out.Body != "" && of.id != r.out.Body {
			who.id = of.id // the envoy of another body
		}
	default:
		who = r.sideless(who, kind, found)
	}
	if kind == "commission" {
		who.id, who.how = "commission", "the Commission"
	}
	if who.id == "" && who.name == "" && kind == "head" && len(found) == 1 {
		return item{}, false
	}
	return r.introduce(who), true
}

// household answers the organisation that bears the last name of a person.
func (r *reader) household(name string) string {
	last := lastName(name)
	for _, o := range slices.Sorted(maps.Keys(r.organisations)) {
		if last != "" && strings.Contains(" "+o+" ", " "+last+" ") {
			return r.organisations[o]
		}
	}
	return ""
}

// sideless says for whom somebody speaks whose office is named without a party: the chair for the body; its owner for
// whom was spoken of last; a minister, too, unless somebody of that name is known.
func (r *reader) sideless(who item, kind string, found []item) item {
	if kind == "chair" && (r.charter == nil || !strings.Contains(who.role, "committee")) {
		who.id = chairSide // a committee of a body of states is one of some parliament
		return who
	}
	if p, ok := r.famous(who); ok {
		who.id, who.how = p.side, "the known "+p.role
		return who
	}
	if known, ok := r.person(who.name); ok && who.name != "" && known.id != "" {
		return who
	}
	its := slices.Contains([]string{"its", "their", "his", "her"}, found[0].low)
	before := r.lastParty
	if its || r.lastAt > found[0].Start {
		before = r.partyBefore
	}
	if o := r.household(who.name); o != "" && who.name != "" {
		who.id, who.how = o, "whose name is that of "+o
		return who
	}
	if before != "" && (who.name != "" || its) {
		who.id, who.how, who.guess = before, "what is spoken of before", true
	}
	return who
}

func (r *reader) nameOf(it item) string {
	if name := r.names.names[it.id]; name != "" {
		return name
	}
	return it.name
}

// withLeader answers an office with the words that say more about it: deputy, senior.
func withLeader(found []item, i int) string {
	role := found[i].role
	for j := i - 1; j >= 0 && found[j].tag == aWord; j-- {
		switch found[j].low {
		case "the", "a", "an", "its", "'s", "'", ",", "his", "her", "then", "is", "who", "m", "mr":
			return role
		}
		role = found[j].low + " " + role
	}
	return role
}
