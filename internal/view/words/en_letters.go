package words

// englishLetters are English words of what is sent to people, and of what programs subscribe to.
func englishLetters() map[string]string {
	return map[string]string{
		"letter.everybody":              "Everybody",
		"letter.move":                   "Yours to do: {what}",
		"letter.nearing":                "The deadline is near: {what}",
		"letter.silence-opened":         "Silence runs in the stage {stage}: without an objection the text is adopted at the deadline",
		"letter.silence-broken":         "{who} has broken the silence in the stage {stage}",
		"letter.silence-ended.open":     "The period has run in the stage {stage}; the outcome is open",
		"letter.silence-ended.adopted":  "The silence has ended in the stage {stage}: adopted",
		"letter.silence-ended.rejected": "The period has run in the stage {stage}: not adopted",
		"letter.finding.open":           "The stage {stage} is closed; the outcome is open",
		"letter.finding.adopted":        "The stage {stage} is closed: adopted",
		"letter.finding.rejected":       "The stage {stage} is closed: not adopted",
		"letter.in-force":               "Entry into force: {applicant}",
		"letter.due":                    "Deadline: {day}.",
		"letter.since":                  "Since {day}.",
		"letter.on":                     "On {day}.",
		"feed.news":                     "{of}: news",
		"feed.moves":                    "{of}: what is theirs to do",
		"feed.dates":                    "{of}: rounds and deadlines",
		"feed.subscribe":                "Take it with you",
		"feed.hint":                     "These addresses can be given to a calendar or a feed reader; they stay up to date by themselves.",
	}
}
