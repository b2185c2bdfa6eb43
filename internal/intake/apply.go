package intake

import (
	"regexp"
	"slices"

	"accede/body"
)

// application is what a report says of somebody's application.
type application struct {
	by    string
	spans []Span
	when  date // zero: not said
	said  bool // the report says that it was made; else that there is one
	guess bool // it follows from who is a member and who is not
}

var (
	applied = []*regexp.Regexp{
		regexp.MustCompile(`(` + many + `)` + adverbs + ` (?:appl(?:y|ied|ies)\b(?: <d\d+>)?(?: for\b| to (?:join|become|be|enter|the)|,|\.| <| together| in | on | at |$)|(?:submit|submitted|filed|lodged|handed in|handed over|presented|tabled|made|sent|put in|delivered|deposited)\b[^.;]{0,60}\b(?:applications?|bids?|requests?|candidac(?:y|ies)|letters? of application)\b|(?:asked|requested|sought|petitioned)\b[^.;]{0,40}\b(?:to join|to be admitted|to be let in|for membership|for admission|membership|admission|to become (?:a |full )?members?|to enter|accession))`),
		regexp.MustCompile(`(` + many + `),? (?:which|who)(?: had| has| have)?(?: already| first| formally)? applied\b`),
		regexp.MustCompile(`\b(?:which|who)(?: had| has)? applied [^.;]{0,40}(?:together with|along with|as did|like) (` + many + `)`),
		regexp.MustCompile(`\b(?:applications?|requests?|bids?)\b(?: \w+){0,3} (?:was|were|has been|have been|had been) (?:\w+ )?(?:submitted|filed|lodged|handed in|received|made|sent|tabled)(?: <d\d+>)? by (?:the )?(` + many + `)`),
		regexp.MustCompile(`\breceived (?:\w+ ){0,3}(?:applications?|requests?|bids?)\b(?: \w+){0,3} (?:from|by) (?:the )?(` + many + `)`),
	}
	// applying says who the applicants are, without saying that they applied.
	applying = []*regexp.Regexp{
		regexp.MustCompile(`\b(?:applications?|bids?|candidac(?:y|ies)|requests?|accession|admission) (?:for \w+ |to join |to join <b\d+> )?(?:of|by|from) (?:the )?(` + many + `)`),
		regexp.MustCompile(`(` + many + `)'?s? (?:'s )?(?:(?:joint|\w+|<b\d+>|<b\d+>'s|<l\d+>|<n\d+>) )?(?:applications?|bids?|candidac(?:y|ies)|accession|admission|entry|requests? (?:to join|for)|membership (?:bids?|applications?|requests?))\b`),
		regexp.MustCompile(`\b(?:admit|admitting|admission of|accept|let|letting|allow|allowing|prevent|welcome|invited?|admitted|welcoming|inviting|keep|keeping) (?:in )?(?:the )?(` + many + `)(?: to join| join| into| to the| to <b| from joining| as (?:a |new |full )?members?| out)?`),
		regexp.MustCompile(`(` + many + `) (?:was|were|has been|have been) (?:<d\d+> |also |now )?(?:accepted|admitted|let in|turned down|rejected|waved through|invited (?:<d\d+> )?to join)\b`),
		regexp.MustCompile(`(` + many + `) (?:is|are|remains?) (?:also |both |still |official )*(?:candidates?|applicants?)\b`),
		regexp.MustCompile(`(` + many + `)(?:,? [a-z ]{0,20})? (?:wants?|wanted|wish(?:es|ed)?|hopes?|hoped|would like|intends?) to (?:become|join|be admitted|enter)\b`),
		regexp.MustCompile(`\b(?:applicants?|candidates?|candidate countr(?:y|ies)|applicant (?:countr(?:y|ies)|states?)),? (` + many + `)`),
		regexp.MustCompile(`(` + many + `) (?:to join|joining|join|seek to join|seeks to join|wants? to join|hopes? to join|become a member|becoming a member)\b`),
	}
	asking = regexp.MustCompile(`\b(?:ratification|<b\d+> membership|enlargement|entry|green light|full membership|membership (?:talks|negotiations|bid)|(?:opening|open|start) (?:of )?(?:the )?(?:accession |membership )?(?:talks|negotiations)|first intergovernmental conference|applications?|applied|bids?|candidac(?:y|ies)|accession|admission|admit|admitted|admitting)\b|\b(?:to|from) join`)
	joins  = regexp.MustCompile(`\b(?:candidate|applicant|join|joining|member|members|membership|appl|admission|admit|accession|bid|bids|enter|candidacy|entry|application|applications)`)
)

// findApplications finds who applies, and what is said about when.
func (r *reader) findApplications() {
	var all []*application
	get := func(id string) *application {
		for _, a := range all {
			if a.by == id {
				return a
			}
		}
		all = append(all, &application{by: id})
		return all[len(all)-1]
	}
	r.eachMatch(applied, func(l *line, m []int) {
		for _, id := range r.ids(l.clause, m, 1) {
			a := get(id)
			a.said = true
			a.spans = addSpan(a.spans, l.span(m[0], m[1]))
			if a.when.none() || a.when.day == 0 && l.when.day > 0 {
				a.when = l.when
			}
			a.spans = addSpan(a.spans, dateSpan(l, a.when))
		}
	})
	r.eachMatch(applying, func(l *line, m []int) {
		if !joins.MatchString(l.form) {
			return
		}
		for _, id := range r.ids(l.clause, m, 1) {
			a := get(id)
			a.spans = addSpan(a.spans, l.span(m[0], m[1]))
		}
	})
	r.keepApplicants(all)
	if len(r.applicants) == 0 {
		r.listedApplicants()
	}
}

// keepApplicants keeps those who are said to have applied; where nobody is, those whose application is spoken of. The
// chair never applies, nor does who is only said to be a member.
func (r *reader) keepApplicants(all []*application) {
	some := slices.ContainsFunc(all, func(a *application) bool { return a.said })
	for _, a := range all {
		if a.by == chairSide || a.by == r.out.Body || some && !a.said && len(a.spans) < 2 || r.isMember(a.by) {
			continue
		}
		r.applicants = append(r.applicants, a.by)
	}
	r.applications = slices.DeleteFunc(all, func(a *application) bool { return !slices.Contains(r.applicants, a.by) })
}

// listedApplicants takes, where nobody is named as who applies and applications are spoken of, those in the report whom
// the charter lists as applicants; where it lists none of them, the states that are no members.
func (r *reader) listedApplicants() {
	if r.charter == nil || !slices.ContainsFunc(r.lines, func(l line) bool { return asking.MatchString(l.form) }) {
		return
	}
	isListed := func(id string) bool {
		return slices.ContainsFunc(r.charter.Applicants, func(m body.Member) bool { return string(m.ID) == id })
	}
	isStranger := func(id string) bool {
		_, state := r.names.names[id]
		return state && len(r.charter.Members) > 0 && !r.memberThen(id) && !r.outsider(id)
	}
	for _, fits := range []func(string) bool{isListed, isStranger} {
		for i := range r.lines {
			l := &r.lines[i]
			for _, it := range l.tagged(0, len(l.form), party, speaker) {
				if fits(it.id) && !slices.Contains(r.applicants, it.id) {
					r.applicants = append(r.applicants, it.id)
					r.applications = append(r.applications, &application{by: it.id, spans: []Span{it.Span}, guess: true})
				}
			}
		}
		if len(r.applicants) > 0 {
			return
		}
	}
}

// memberThen says whether the charter has a party as a member when the report was published, as far as it has dates.
func (r *reader) memberThen(id string) bool {
	for _, m := range r.charter.Members {
		if string(m.ID) == id {
			return m.Since == nil || r.published().IsZero() || !r.published().Before(*m.Since)
		}
	}
	return false
}

// outsider says whether the charter lists a party that is no member, such as a commission.
func (r *reader) outsider(id string) bool {
	return r.charter != nil && slices.ContainsFunc(r.charter.Parties, func(p body.OtherParty) bool { return string(p.ID) == id })
}

// isMember says whether the charter has a party as a member who was one before the report.
func (r *reader) isMember(id string) bool {
	if r.charter == nil {
		return false
	}
	for _, m := range r.charter.Members {
		if string(m.ID) == id && m.Since != nil && m.Until == nil && !r.published().IsZero() && m.Since.Before(r.published()) {
			return true
		}
	}
	return false
}

// eachMatch hands every match of the patterns in every line but the headline, and inside quotations none.
func (r *reader) eachMatch(patterns []*regexp.Regexp, do func(l *line, m []int)) {
	for i := range r.lines {
		l := &r.lines[i]
		if l.headline && &patterns[0] != &applying[0] { // a headline has no grammar, but it names who applies
			continue
		}
		for _, re := range patterns {
			for _, m := range re.FindAllStringSubmatchIndex(l.form, -1) {
				do(l, m)
			}
		}
	}
}

// dateSpan answers the place of a date in a line; empty when the line has it from elsewhere.
func dateSpan(l *line, d date) Span {
	for _, it := range l.items {
		if it.tag == dated && it.date == d && !d.none() {
			return it.Span
		}
	}
	return Span{}
}
