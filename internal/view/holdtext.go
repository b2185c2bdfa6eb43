package view

import (
	"strings"

	"accede/whatif/conflict"

	"accede/internal/view/words"
)

// optionText answers what an option is called, and what more there is to say of it.
func (w *holdMaker) optionText(o conflict.Option) (text, about words.Filed) {
	text = filed(o.Text, w.r)
	if text.Text == "" {
		text = words.Filed{Text: plainWord(o.ID), Lang: "en"}
	}
	switch o.Says {
	case "objects", "against", "text":
		text = words.Filed{Text: w.r.Say("hold.option."+o.Says, nil), Lang: w.r.Tag()}
	case "meets":
		about, text = text, words.Filed{Text: w.r.Say("hold.option.meets", words.Args{"what": plainWord(o.ID)}), Lang: w.r.Tag()}
	}
	text.Text = strings.TrimRight(text.Text, ".")
	return text, about
}

// why answers on what a preference is assumed, in words.
func (w *holdMaker) why(p conflict.Preference) string {
	if p.Assumed == "" {
		return p.Why
	}
	return w.r.Say("hold.assumed."+p.Assumed, nil)
}

func (w *holdMaker) dealText(d conflict.Deal) words.Filed {
	if d.Says == "" {
		return filed(d.Text, w.r)
	}
	return words.Filed{Text: w.r.Say("hold.deal."+d.Says, nil), Lang: w.r.Tag()}
}
