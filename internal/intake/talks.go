package intake

import (
	"regexp"
	"slices"
	"strings"

	"accede/act"
)

// round is what a report says of one round of talks or another meeting.
type round struct {
	spans     []Span
	when      date
	own       bool // the day is said in the sentence itself
	place     string
	parties   []string
	convened  string
	lasted    act.Length
	ordinal   int    // the report numbers it; 0: it does not
	isRound   bool   // talks or negotiations, not any meeting
	progress  string // as act.Progress has it; empty: not said
	unbroken  bool   // no progress is said, only that a stalemate was not broken
	stalemate string
	agreed    []string
	next      string
	para      int
	context   date // the day that was spoken of before
	why       []string
	sure      Sureness
}

const talk = `(?:talks|negotiations?|meetings?|consultations?|discussions?|rounds?|session|summit|mediation|conference call|call|video conference|conversations?|conference|debate|dialogue|hearing|exchange)`

var (
	talking = []*regexp.Regexp{
		regexp.MustCompile(`\b(?:held|hold|holding|had|opened|began|started|resumed|concluded|completed|convened|chaired|hosted|arranged|attended|led|ended|finished|wrapped up|sat through|met for|joined|mediated|organi[sz]ed) (?:[\w'-]+ |<\w+> |<\w+>'s ){0,6}?` + talk + `\b`),
		regexp.MustCompile(`\b` + talk + `\b(?:[^.;]{0,90}?) (?:were held|was held|took place|lasted|took|ended|broke up|broke down|concluded|failed|collapsed|continued|were convened|was convened|opened|began|started|resumed|brought|ran|dragged|produced|yielded|finished|went on|stretched|made|were adjourned|was adjourned|were suspended|closed|got|(?:were|was) (?:broken off|interrupted|cut short|attended|called off)|parted|did not)\b`),
		regexp.MustCompile(`(?:<[spgbl]\d+>|board|committee|secretariat|working group|farmers|parties|neighbours|delegations?|representatives|negotiators|negotiating teams|ministers|officials|leaders|presidents|sides|both|they|countries|parties|teams)(?: of [^.;]{3,60}?| from [^.;]{3,60}?)?,? (?:again |both |also |then |first |have |had |<d\d+> ){0,3}met\b(?: (?:with|in|at|for|on|again|behind|<d|<p|<s|<l|<b|<g|the|<n|separately|face|to|here)|,|\.|$)`),
		regexp.MustCompile(`\b(?:sat down|gathered|came together|returned to the (?:negotiating )?table|meeting (?:in|on|at|with|between|of))\b`),
		regexp.MustCompile(`\b[a-z]+ met (?:in|on|at|with|for|again|behind) `),
		regexp.MustCompile(`(?:<[spgb]\d+>|both|they|sides|delegations|leaders|ministers)[^.;<]{0,30} (?:spoke for|spoke with|spoke about|conferred|negotiated|deliberated|consulted|talked|sat together|sat (?:around|at|down at) (?:one|the same|a) table)\b`),
		regexp.MustCompile(`\bsigned (?:an|the|a|their) (?:\w+ )?(?:agreement|memorandum|accord|declaration|deal) (?:at|in|on|<d)`),
		regexp.MustCompile(`\bsat (?:around|at|down at) (?:one|<k\d+>|the same|a) table\b`),
		regexp.MustCompile(`(?:<[spgb]\d+>|board|committee|sides|they|both)(?: [a-z]+ly| <d\d+>)? met (?:<[spgad]\d+>|his|her|its|their|both|each)`),
		regexp.MustCompile(`\b(?:spoke|talked|conferred|consulted) (?:by|on|over) (?:the )?(?:tele)?phone\b|\bvisited\b[^.;]{0,80}\b(?:discuss|talk|spoke|met)\w*|\bgot together\b`),
		regexp.MustCompile(`\b(?:first|second|third|fourth|fifth|sixth|latest|last|final|new|another|previous|earlier|one more|<k\d+>-?) (?:full |formal |trilateral |bilateral |ministerial )?rounds?\b`),
		regexp.MustCompile(`\b(?:invited|summoned|called|brought)\b[^.;]{0,80} (?:together|to (?:<l\d+>|the table|talks|a meeting|the headquarters))`),
		regexp.MustCompile(`\b(?:after|following) (?:\w+ ){0,3}?<k\d+> (?:hours|days) of (?:\w+ )?(?:talks|negotiations|discussions)\b`),
		regexp.MustCompile(`\b(?:at|in|after|during|following) (?:the |a |an |their |<d\d+>'s )?(?:\w+ |[\w-]+-hour )?(?:talks|meeting|negotiations|round|session) (?:in <l\d+>|on <d|<d\d+>|held <d\d+>|at )`),
	}
	talkNoun   = regexp.MustCompile(`\b` + talk + `\b`)
	process    = regexp.MustCompile(`\b(?:accession|membership|entry|enlargement|press|news|start of|opening of|open|opening|begin|start|starting|launch|framework for|before) (?:the |of |of the )?(?:\w+ )?(?:talks|negotiations|conference)\b|\bwithout (?:any )?talks\b|\bon a call\b`)
	noMeeting  = regexp.MustCompile(`^(?:be|been|was|were|is|are|being|not|conditions|demands|criteria|requirements|concerns) met\b|^[^.;]{0,40}?\bmet (?:all|the|with|its|their)? ?(?:\w+ )?(?:conditions|criteria|requirements|demands|resistance|opposition|criticism|targets?|obligations|standards?)\b`)
	isTalks    = regexp.MustCompile(`\b(?:talks|discussions|conversations?|negotiations?|rounds?|consultations?|mediation|negotiators|negotiating)\b`)
	planned    = regexp.MustCompile(`\b(?:will|shall|would|is (?:due|set|expected|scheduled|planned) to|are (?:due|set|expected|scheduled|planned) to|has been scheduled|have been scheduled|is scheduled|are scheduled|are planned|is planned|agreed to (?:meet|hold|continue)|next (?:round|meeting|session)|plans? to|hopes? to|invitation to)\b`)
	noProgress = regexp.MustCompile(`\b(?:no|without|without any|little|not any|any) (?:substantial |substantive |real |significant |tangible |visible |further |concrete |major )*(?:progress|breakthroughs?|results?|agreement|outcome|success|movement|solution|deal|decision|conclusion)\b|\bfail(?:ed|ing|s)? to (?:break|reach|resolve|agree|bridge|produce|make|find|settle|narrow|bring|achieve|overcome|move)\b|\b(?:talks|negotiations|meeting|round|session|discussions|consultations|mediation)\b[^.;]{0,50}? (?:failed|collapsed|broke down|broke up)\b|\bfruitless|\binconclusive(?:ly)?|\bempty-handed\b|\b(?:could|did) not (?:agree|reach|break|resolve|bridge|settle|produce|bring|narrow|yield|overcome|change)\b|\bdeadlock(?:ed)?\b|\bstalemate\b|\bimpasse\b`)
	someMoves  = regexp.MustCompile(`\b(?:made|making|some|clear|limited|good|considerable|certain|was|is|were|partial|modest|initial|a little|slight) (?:clear |some |good |limited |modest |certain |partial |real )*(?:progress|movement|headway|rapprochement)\b|\bnarrowed (?:their|the) differences\b|\bmoved closer\b|\bstep forward\b`)
	largeMoves = regexp.MustCompile(`\b(?:substantial|significant|major|great|important|decisive) (?:progress|breakthrough|step|movement)\b|\bbreakthrough was (?:made|reached|achieved)\b`)
	settled    = regexp.MustCompile(`\b(?:reached|signed|concluded|struck|sealed|brought|ended in|ended with) (?:an |a |the |final |full |trilateral |joint )*(?:agreement|deal|memorandum|compromise|accord)\b`)
	stale      = regexp.MustCompile(`\b(?:stalemate|deadlock(?:ed)?|impasse|standoff|stand-off)\b`)
	broken     = regexp.MustCompile(`\b(?:broke|broken|breaking|ended|overcame|resolved|end to) (?:the |a )?(?:\w+ )?(?:stalemate|deadlock|impasse|standoff|stand-off)\b`)
	noneSaid   = regexp.MustCompile(`\b(?:no|without|without any|little|not any|any) (?:\w+ )*?(?:progress|movement|result)`)
	notBroken  = regexp.MustCompile(`\b(?:fail(?:ed|ing|s)? to|could not|did not|unable to|without|not)\b`)
	goOn       = regexp.MustCompile(`\b(?:(?:would|will|to|agreed to|should|must|both sides) (?:continue|go on|resume|keep)(?: on)? ?(?:the |their |with |to |these |negotiating|talking)?(?:talks|negotiations?|negotiating|talking|discussions|consultations|dialogue|meet(?:ing)?)?|(?:talks|negotiations|discussions|consultations|dialogue) (?:will|would|are to|should) (?:continue|go on|resume|be continued|be resumed))\b[^.;,]*`)
	meetAgain  = regexp.MustCompile(`\b(?:agreed to|will|would|are to|are due to|plan to|is to|were to) (?:meet|hold|talk|reconvene)\b[^.;]*|\bnext (?:round|meeting|session)\b[^.;]*`)
	inPlace    = regexp.MustCompile(`\b(?:in|at|to|outside|near|from) (?:the )?(?:\w+ (?:city|town|village|resort) of )?((?:(?:<b\d+>(?:'s)? |<[ln]\d+> |<l\d+>'s |\w+ ){0,2}(?:headquarters|library|hall|hotel|inn|embassy|ministry|palace|residence|school|cent(?:re|er)|church|barn|castle|offices?|consulate|boathouse|club|museum|university|barracks|restaurant|farm|winery|mill|villa|airport)\b(?: (?:in|of) <l\d+>)?)|<[lnb]\d+>)|\bvisited (<l\d+>)`)
	fromPlace  = regexp.MustCompile(`\bfrom (?:<[lnb]\d+>)`)
	conveners  = []*regexp.Regexp{
		regexp.MustCompile(`(<[spb]\d+>)` + adverbs + `(?: who [^,]*)? (?:invited|convened|hosted|called|summoned|brought|mediated|chaired|arranged|moderated|facilitated|organi[sz]ed|led|received)\b`),
		regexp.MustCompile(`\b(?:convened|called|hosted|chaired|mediated|facilitated|organi[sz]ed|arranged|moderated|led|mediation|brokered|invited|summoned|brought together|overseen) by (?:the )?(<[spb]\d+>)`),
		regexp.MustCompile(`\b(?:at the (?:invitation|request|initiative|call) of|on the (?:invitation|initiative) of|under the (?:auspices|mediation|chairmanship) of|through the mediation of|with) (?:the )?(<[spb]\d+>)(?: as (?:mediator|chair|facilitator))?`),
	}
	lasting    = regexp.MustCompile(`\b(?:lasted|ran|took|went on|dragged on|for|after|stretched|continued|sat|talked|of|spent|ended after)(?: for| over| into| on| to)? ?((?:just )?(?:more than|over|at least|about|around|nearly|almost|some|roughly|approximately|close to|under|less than|just)(?: under)? )?(?:an? |the )?(<k\d+>|half an|an|a)(?: and a (half))? (hours?|minutes|days?)\b`)
	hyphenated = regexp.MustCompile(`\b((?:more than|over|about|around|nearly|almost|some|roughly) )?(?:an? )?([a-z]+|\d+)-(hour|minute|day)\b`)
	ordinals   = regexp.MustCompile(`\b(first|second|third|fourth|fifth|sixth) (?:full |formal |trilateral |bilateral |ministerial )?(?:rounds?|meeting|session|talks)\b`)
)

// findRounds finds rounds of talks: a sentence that says that people met begins one or belongs to the one spoken of.
func (r *reader) findRounds() {
	var current *round
	for i := range r.lines {
		l := &r.lines[i]
		if l.headline {
			continue
		}
		at, found := r.talksIn(l)
		if found {
			l.when = nearestDate(l, at)
		}
		switch {
		case found:
			current = r.round(l, current)
			current.spans = addSpan(current.spans, at)
			r.roundDetails(l, current)
		case current != nil && l.para-current.para <= 2 && r.aboutTalks(l):
			r.roundDetails(l, current)
			current.spans = addSpan(current.spans, l.Span)
		}
		if current != nil && l.para-current.para <= 6 {
			l.rounds = current
		}
	}
	for _, d := range r.rounds {
		r.completeRound(d)
	}
	slices.SortStableFunc(r.rounds, func(a, b *round) int { return strings.Compare(a.when.text(), b.when.text()) })
}

// nearestDate answers, of several days in a line that are over, the one nearest to some words of it.
func nearestDate(l *line, at Span) date {
	best, far := l.when, -1
	for _, it := range l.items {
		if it.tag != dated || !it.date.exact() || it.date.ahead {
			continue
		}
		if d := distance(it.Span, at); far < 0 || d < far {
			best, far = it.date, d
		}
	}
	return best
}

// talksIn answers the words that say that talks were held, not that they will be.
func (r *reader) talksIn(l *line) (Span, bool) {
	if _, says := r.speakerOfLine(l); says && !l.when.exact() {
		return Span{}, false // what somebody says about talks is a statement
	}
	for _, re := range talking {
		for _, m := range re.FindAllStringIndex(l.form, -1) {
			if process.MatchString(l.form[max(0, m[0]-30):m[1]]) || noMeeting.MatchString(l.form[m[0]:]) {
				continue
			}
			if planned.MatchString(l.form[max(0, m[0]-30):m[1]]) {
				continue
			}
			if !r.official(l) {
				continue
			}
			return l.span(m[0], m[1]), true
		}
	}
	return r.likelyTalks(l)
}

// likelyTalks takes a sentence with a word for talks, but no verb that is known, when it has two of what talks have: a
// day, a place, a length, two sides, an outcome.
func (r *reader) likelyTalks(l *line) (Span, bool) {
	m := talkNoun.FindStringIndex(l.form)
	if m == nil || planned.MatchString(l.form) || process.MatchString(l.form[max(0, m[0]-30):m[1]]) {
		return Span{}, false
	}
	d := &round{}
	r.placeOf(l, d)
	r.lengthOf(l, d)
	signs := 0
	for _, is := range []bool{
		l.when.exact(), d.place != "", d.lasted != (act.Length{}), len(r.attending(l)) > 1, noProgress.MatchString(l.form) || someMoves.MatchString(l.form),
	} {
		if is {
			signs++
		}
	}
	return l.span(m[0], m[1]), signs >= 2
}

// official says whether a line that speaks of meeting speaks of parties at all.
func (r *reader) official(l *line) bool {
	for _, it := range l.items {
		switch it.tag {
		case party, several, speaker, adject, bodyTag:
			return true
		}
	}
	return isTalks.MatchString(l.form) || strings.Contains(l.form, "both") || strings.Contains(l.form, "they")
}

// aboutTalks says whether a sentence without the words of meeting is about the outcome of the round before it. What
// somebody says about it is a statement and no outcome.
func (r *reader) aboutTalks(l *line) bool {
	if _, says := r.speakerOfLine(l); says {
		return false
	}
	return noProgress.MatchString(l.form) && !strings.Contains(l.form, "application") || stale.MatchString(l.form) || goOn.MatchString(l.form) || someMoves.MatchString(l.form) || meetAgain.MatchString(l.form)
}

// round answers the round that a line is about: one of the same day, the one spoken of when the line has no day, or a
// new one.
func (r *reader) round(l *line, current *round) *round {
	day := l.when
	ordinal := ordinalOf(l.form)
	for _, d := range r.rounds {
		if day.exact() && d.when.exact() && d.when.text() == day.text() || ordinal > 0 && d.ordinal == ordinal {
			d.para = l.para
			return d
		}
	}
	if current != nil && (day.none() || !day.exact() && current.when.exact()) && (ordinal == 0 || current.ordinal == 0 || current.ordinal == ordinal) && l.para-current.para <= 3 {
		current.para = l.para
		return current
	}
	if current != nil && current.when.none() && !day.none() && l.para == current.para {
		return current
	}
	d := &round{para: l.para, sure: Sure, context: l.context}
	r.rounds = append(r.rounds, d)
	return d
}

func ordinalOf(formed string) int {
	m := ordinals.FindStringSubmatch(formed)
	if m == nil {
		return 0
	}
	for i, w := range []string{"first", "second", "third", "fourth", "fifth", "sixth"} {
		if m[1] == w {
			return i + 1
		}
	}
	return 0
}

// roundDetails adds what a line says of a round.
func (r *reader) roundDetails(l *line, d *round) {
	if !l.when.none() && (d.when.none() || !d.when.exact() && l.when.exact()) {
		d.when, d.own = l.when, true
		d.spans = addSpan(d.spans, dateSpan(l, l.when))
	}
	if n := ordinalOf(l.form); n > 0 && d.ordinal == 0 && !planned.MatchString(l.form) {
		d.ordinal = n
	}
	d.isRound = d.isRound || isTalks.MatchString(l.form)
	if d.place == "" {
		r.placeOf(l, d)
	}
	if d.place == "" && l.n > 0 && r.lines[l.n-1].para == l.para && !r.lines[l.n-1].headline {
		r.placeOf(&r.lines[l.n-1], d) // they travelled to Ankara. The talks took five hours
	}
	d.parties = union(d.parties, r.attending(l))
	if d.convened == "" {
		r.convenerOf(l, d)
	}
	r.lengthOf(l, d)
	r.outcomeOf(l, d)
}

// attending answers the parties of a line about talks, but for the chair, who is there as convener, and those whose
// name only says whose objection it is.
func (r *reader) attending(l *line) []string {
	if _, says := r.speakerOfLine(l); says {
		return nil
	}
	ids := r.partiesIn(l.clause, 0, len(l.form))
	return slices.DeleteFunc(ids, func(id string) bool { return id == chairSide || id == r.out.Body })
}

func (r *reader) placeOf(l *line, d *round) {
	for _, m := range inPlace.FindAllStringSubmatchIndex(l.form, -1) {
		if m[2] < 0 {
			m[2], m[3] = m[4], m[5]
		}
		words := l.form[m[2]:m[3]]
		it, ok := l.first(m, 1, place, unknown)
		if fromPlace.MatchString(l.form[m[0]:m[1]]) || strings.HasPrefix(words, "<") && strings.HasSuffix(words, ">") && !ok {
			continue
		}
		if ok && it.tag == unknown && isOrganisation(it.name) {
			continue
		}
		d.place = l.words(m[2], m[3])
		d.spans = addSpan(d.spans, l.span(m[2], m[3]))
		return
	}
}

func (r *reader) convenerOf(l *line, d *round) {
	for i, re := range conveners {
		m := re.FindStringSubmatchIndex(l.form)
		if m == nil || i == 2 && strings.HasPrefix(l.form[m[0]:], "with ") && !strings.Contains(l.form[m[0]:m[1]], " as ") {
			continue
		}
		it, ok := l.first(m, 1, speaker, party, bodyTag)
		if !ok {
			continue
		}
		if it.tag == bodyTag || it.id == r.out.Body {
			it.id = chairSide
		}
		if it.id != "" {
			d.convened = it.id
			d.spans = addSpan(d.spans, it.Span)
			return
		}
	}
}
