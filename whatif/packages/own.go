package packages

// MostOwn is how many swap questions are put to a party from its own ranks.
const MostOwn = 3

// Own answers the swap questions worth putting to a party from its own sheet alone, so that what it is asked tells it
// nothing of what others entered: would it fall from its best option on an issue to the next one, for the way from the
// worst to the best option of an issue that matters less to it? Questions whose answer its ranks tell are left out, and
// so are those after the first MostOwn. A sheet with points, or one that does not fit, has none. Answers that the sheet
// already has are not looked at, so the same ranks are asked the same questions.
func (m *Model) Own(s *Sheet) []Question {
	w, text := m.read(s)
	if text != "" || w.order == nil {
		return nil
	}
	w.swaps = nil
	var all []Question
	for gap := 1; gap < len(w.order); gap++ { // neighbours in importance first: their weights are the least told apart
		for at := 0; at+gap < len(w.order) && len(all) < MostOwn; at++ {
			i, j := w.order[at], w.order[at+gap]
			q := Question{Give: m.step(w, i, 0, 1), Get: m.step(w, j, len(w.rank[j])-1, 0)}
			if w.weights().compare(m.exchange(q)) == Depends { // else the ranks tell the answer
				all = append(all, q)
			}
		}
	}
	return all
}

// step names the move on an issue between two options by their rank for a party.
func (m *Model) step(w *wish, issue, from, to int) Change {
	x := m.Issues[issue]
	at := func(rank int) string {
		for o, r := range w.rank[issue] {
			if r == rank {
				return x.Options[o].ID
			}
		}
		return ""
	}
	return Change{x.ID, at(from), at(to)}
}
