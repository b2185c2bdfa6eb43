package view

import (
	"accede/body"
	"accede/dossier"
	"accede/internal/view/words"
)

// sayWait answers what a silence waits for whose period has run.
func sayWait(set Setting, q *dossier.QuestionStanding, r *words.Reader) string {
	switch {
	case len(q.HeldBy) > 0:
		return r.Say("left.held", words.Args{"who": set.Names(q.HeldBy, r)})
	case len(q.SeenBy) == 0:
		return r.Say("left.unseen.none", words.Args{"need": quorumSay(set, r)})
	}
	return r.Say("left.unseen", words.Args{"need": quorumSay(set, r), "who": set.Names(q.SeenBy, r)})
}

// quorumSay answers whose watchers have to have seen the record, in words.
func quorumSay(set Setting, r *words.Reader) string {
	var all []string
	for _, q := range set.Charter.Watchers.Quorum {
		key := "watch.quorum.class"
		if q.Class() == body.Everyone {
			key = "watch.quorum.members"
		}
		all = append(all, r.Say(key, words.Args{"n": q.AtLeast, "class": className(set, q.Class(), r)}))
	}
	return r.List(all)
}

// watchersSay answers what the charter asks of members' watchers, before silence is assent; empty: nothing.
func watchersSay(set Setting, r *words.Reader) string {
	w := set.Charter.Watchers
	if w == nil {
		return ""
	}
	key, args := "law.watchers", words.Args{"need": quorumSay(set, r)}
	if !w.Grace.IsZero() {
		key, args["grace"] = "law.watchers.grace", period(w.Grace, r)
	}
	said := r.Say(key, args)
	if !w.Heartbeat.IsZero() {
		said += " " + r.Say("law.watchers.beat", words.Args{"period": period(w.Heartbeat, r)})
	}
	return said
}
