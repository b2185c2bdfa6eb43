package words

import "maps"

func english() table {
	return table{
		tag: "en", name: "English", dir: "ltr",
		months: [12]string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
		short:  [12]string{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"},
		messages: merge(
			englishPage(), englishHeadlines(), englishRecord(), englishStates(),
			englishPower(), englishDesk(), englishBargain(), englishTried(),
			englishActs(), englishSealed(), englishPledges(), englishTable(), englishSignIn(), englishVouched(), englishTaken(), englishLetters(), englishSearch(), englishPost(), englishWatch(), englishTrust(), englishIntake(), englishCheck(),
			englishNav(), englishLive(), englishRooms(), englishLaw(), englishAcross(), englishFiling(), englishKinds(), englishFields(), englishRefusals(), englishSentences(), englishValues(),
		),
	}
}

// merge answers one table of several; a key that stands in two is said in the one that comes later, and a test
// refuses it.
func merge(tables ...map[string]string) map[string]string {
	all := map[string]string{}
	for _, t := range tables {
		maps.Copy(all, t)
	}
	return all
}

// englishHeadlines are the sentences that say where a dossier stands.
func englishHeadlines() map[string]string {
	return map[string]string{
		"headline.withdrawn":  "The application of {who} was <wait>withdrawn on {day}.</wait>",
		"headline.lapsed":     "The application of {who} <wait>lapsed on {day}.</wait>",
		"headline.rejected":   "The application of {who} was <open>rejected on {day}.</open>",
		"headline.member.all": "<met>In force since {day}: {who} is a member.</met> All {n} instruments were deposited.",
		"headline.member":     "<met>In force since {day}: {who} is a member.</met>",
		"headline.done":       "<met>Adopted, and in force since {day}.</met>",
		"headline.open":       "{stage}: open.",

		"headline.consensus":       "None of {n} members may object; <open>{against, plural, =1 {one does} other {# do}}: {names}.</open>",
		"headline.consensus.many":  "None of {n} members may object; <open>{against} do.</open>",
		"headline.consensus.clear": "None of {n} members may object; <met>none does so far.</met>",
		"headline.consensus.open":  "None of {n} members may object; <open>{have, plural, =1 {one is} other {# are}} counted as against.</open>",

		"headline.unanimity":      "All {n} members must be for; {have, plural, =0 {none is} =1 {one is} other {# are}}. <open>{against, plural, =1 {One is} other {# are}} against: {names}.</open>",
		"headline.unanimity.many": "All {n} members must be for; {have, plural, =0 {none is} =1 {one is} other {# are}}. <open>{against} are against.</open>",
		"headline.unanimity.open": "All {n} members must be for; <met>{have, plural, =0 {none is} =1 {one is} other {# are}} so far.</met> {pending, plural, =0 {Everyone has spoken} =1 {One has yet to speak} other {# have yet to speak}}.",

		"headline.rule.adopted":  "<met>Closed now, it would carry:</met> {have, plural, one {# of {n} {unit} is} other {# of {n} {unit} are}} {ballots}, where the rule asks for {need}. {pending, plural, =0 {Everyone has spoken} =1 {One has yet to speak} other {# have yet to speak}}.",
		"headline.rule.rejected": "<open>Closed now, it would fail:</open> {have, plural, one {# of {n} {unit} is} other {# of {n} {unit} are}} {ballots}, where the rule asks for {need}. {pending, plural, =0 {Everyone has spoken} =1 {One has yet to speak} other {# have yet to speak}}.",
		"headline.rule.open":     "{stage}: {have, plural, one {# of {n} {unit} is} other {# of {n} {unit} are}} {ballots}, where the rule asks for {need}.",

		"headline.found.adopted":  "<met>{stage}: adopted.</met> {have, plural, one {# of {n} {unit} is} other {# of {n} {unit} are}} {ballots}, where the rule asks for {need}.",
		"headline.found.rejected": "<open>{stage}: rejected.</open> {have, plural, one {# of {n} {unit} is} other {# of {n} {unit} are}} {ballots}, where the rule asks for {need}.",
		"headline.found.open":     "{stage}: open.",

		"headline.steps":               "<met>{approved, plural, =0 {None of {n} members has} one {# of {n} members has} other {# of {n} members have}} finished their own procedure;</met> {done, plural, =0 {no instrument is recorded as deposited} one {# instrument is deposited} other {# instruments are deposited}}. <wait>{names} {left, plural, one {is} other {are}} missing.</wait>",
		"headline.steps.many":          "<met>{approved, plural, =0 {None of {n} members has} one {# of {n} members has} other {# of {n} members have}} finished their own procedure;</met> {done, plural, =0 {no instrument is recorded as deposited} one {# instrument is deposited} other {# instruments are deposited}}. <wait>{left} are missing.</wait>",
		"headline.steps.deposits":      "<met>All {n} members have finished their own procedure;</met> {done, plural, =0 {no instrument is recorded as deposited} one {# instrument is deposited} other {# instruments are deposited}}. {owe, plural, =0 {Nothing is missing.} one {<wait>The instrument of {owing} is still to come.</wait>} other {<wait>Those of {owing} are still to come.</wait>}}",
		"headline.steps.deposits.many": "<met>All {n} members have finished their own procedure;</met> {done, plural, =0 {no instrument is recorded as deposited} one {# instrument is deposited} other {# instruments are deposited}}. <wait>{owe} are still to come.</wait>",

		"headline.steps.parties":               "<met>{approved, plural, =0 {None of {n} parties has} one {# of {n} parties has} other {# of {n} parties have}} finished their own procedure;</met> {done, plural, =0 {no instrument is recorded as deposited} one {# instrument is deposited} other {# instruments are deposited}}. <wait>{names} {left, plural, one {is} other {are}} missing.</wait>",
		"headline.steps.many.parties":          "<met>{approved, plural, =0 {None of {n} parties has} one {# of {n} parties has} other {# of {n} parties have}} finished their own procedure;</met> {done, plural, =0 {no instrument is recorded as deposited} one {# instrument is deposited} other {# instruments are deposited}}. <wait>{left} are missing.</wait>",
		"headline.steps.deposits.parties":      "<met>All {n} parties have finished their own procedure;</met> {done, plural, =0 {no instrument is recorded as deposited} one {# instrument is deposited} other {# instruments are deposited}}. {owe, plural, =0 {Nothing is missing.} one {<wait>The instrument of {owing} is still to come.</wait>} other {<wait>Those of {owing} are still to come.</wait>}}",
		"headline.steps.deposits.many.parties": "<met>All {n} parties have finished their own procedure;</met> {done, plural, =0 {no instrument is recorded as deposited} one {# instrument is deposited} other {# instruments are deposited}}. <wait>{owe} are still to come.</wait>",

		"headline.each.sign":            "{done, plural, =0 {None of {n} has} one {# of {n} has} other {# of {n} have}} signed.",
		"headline.each.sign.invited":    "<met>{who} is invited.</met> {done, plural, =0 {None of {n} has signed yet} one {# of {n} has signed} other {# of {n} have signed}}.",
		"headline.each.approve":         "{done, plural, =0 {None of {n} has} one {# of {n} has} other {# of {n} have}} finished their own procedure.",
		"headline.each.approve.invited": "<met>{who} is invited.</met> {done, plural, =0 {None of {n} has} one {# of {n} has} other {# of {n} have}} finished their own procedure.",
		"headline.each.deposit":         "{done, plural, =0 {None of {n} instruments is} one {# of {n} instruments is} other {# of {n} instruments are}} deposited.",
		"headline.each.deposit.invited": "<met>{who} is invited.</met> {done, plural, =0 {None of {n} instruments is} one {# of {n} instruments is} other {# of {n} instruments are}} deposited.",
		"headline.each.statement":       "{done, plural, =0 {None of {n} has} one {# of {n} has} other {# of {n} have}} made the statement that is asked for.",
		"headline.each.apply":           "{done, plural, =0 {None of {n} has} one {# of {n} has} other {# of {n} have}} applied.",

		"headline.party":           "The stage {stage} <wait>waits for {who}.</wait>",
		"headline.party.deposit":   "Everything else is in. It remains for {who} <wait>to deposit its instrument.</wait>",
		"headline.party.sign":      "It remains for {who} <wait>to sign.</wait>",
		"headline.party.approve":   "It remains for {who} <wait>to finish its own procedure.</wait>",
		"headline.party.apply":     "It remains for {who} <wait>to apply.</wait>",
		"headline.party.statement": "It remains for {who} <wait>to make the statement that is asked for.</wait>",
	}
}
