package packages

import (
	"fmt"
	"slices"
	"strings"

	"accede/body"
	"accede/form"
)

// Sheet is what one party tells the mediator, and nobody else: what it must have, where it walks away, and either the
// order of its wishes with answers to swap questions, or points.
type Sheet struct {
	Accede   string           `form:"accede,required" enum:"wishes/1"`
	Party    body.MemberID    `form:"party,required"`
	Must     []Must           `form:"must" doc:"what it will not do without"`
	WalkAway form.Map[string] `form:"walk_away" doc:"by issue, a package that is just as good to it as no deal; default no_deal of the model"`

	Rank    []string           `form:"rank" doc:"the issues, the most important one first"`
	Options form.Map[[]string] `form:"options" doc:"by issue, its options, the best one first"`
	Swaps   []Swap             `form:"swaps" doc:"answers to swap questions, beside ranks"`

	Points form.Map[form.Map[int64]] `form:"points" doc:"by issue and option, in place of ranks: from 0, on one scale for all issues"`

	Place form.Place `form:"-place"` // where it stands in its file
}

// Must is an issue on which only some options will do.
type Must struct {
	Issue string   `form:"issue,required"`
	OneOf []string `form:"one_of,required"`
}

// Swap is the answer to one question: would you give this for that?
type Swap struct {
	ID    string `form:"id,required"`
	Give  Change `form:"give,required"`
	Get   Change `form:"get,required"`
	Would bool   `form:"would,required" doc:"true: the exchange is no loss; false: it is no gain"`
}

// Change is a move on one issue from an option to another.
type Change struct {
	Issue string `form:"issue,required"`
	From  string `form:"from,required"`
	To    string `form:"to,required"`
}

// ReadSheet reads the file of one party's sheet for a model. The error is form.Faults, with places.
func ReadSheet(name string, data []byte, m *Model) (*Sheet, error) {
	s := new(Sheet)
	if err := form.Decode(name, data, s); err != nil {
		return nil, err
	}
	if _, text := m.read(s); text != "" {
		return nil, form.Faults{{Place: s.Place, Text: text}}
	}
	return s, nil
}

// wish is a sheet read for a model.
type wish struct {
	party body.MemberID
	ok    [][]bool // by issue and option: whether its must-haves allow it
	floor Package  // as good as no deal
	order []int    // issues by importance, the first one first; nil where points are given
	rank  [][]int  // by issue and option: 0 for the best
	swaps []swap
	point [][]int64 // by issue and option, less the least of the issue; nil where ranks are given
}

// swap is an inequality: the parts of the packages named by these weigh no less than 0 together.
type swap struct {
	id    string
	terms []term
}

// term is a part of the score, times sign.
type term struct{ issue, option, sign int }

// read answers the wish of a sheet, or in words what is wrong with it.
func (m *Model) read(s *Sheet) (*wish, string) {
	w := &wish{party: s.Party}
	if !slices.Contains(m.Parties, s.Party) {
		return nil, fmt.Sprintf("%s is no party of the model", s.Party)
	}
	for _, step := range []func(*Sheet, *wish) string{m.readMust, m.readFloor, m.readWishes, m.readSwaps} {
		if text := step(s, w); text != "" {
			return nil, fmt.Sprintf("%s: %s", s.Party, text)
		}
	}
	return w, ""
}

func (m *Model) readMust(s *Sheet, w *wish) string {
	for _, x := range m.Issues {
		all := make([]bool, len(x.Options))
		for i := range all {
			all[i] = true
		}
		w.ok = append(w.ok, all)
	}
	for _, must := range s.Must {
		i := m.issue(must.Issue)
		if i < 0 {
			return fmt.Sprintf("must: there is no issue %q", must.Issue)
		}
		for _, id := range must.OneOf {
			if m.Issues[i].option(id) < 0 {
				return fmt.Sprintf("must: issue %s has no option %q", must.Issue, id)
			}
		}
		for o, opt := range m.Issues[i].Options {
			w.ok[i][o] = w.ok[i][o] && slices.Contains(must.OneOf, opt.ID)
		}
	}
	return ""
}

func (m *Model) readFloor(s *Sheet, w *wish) string {
	by, what := s.WalkAway, "walk_away"
	if by.Len() == 0 {
		by, what = m.NoDeal, "the model has no no_deal, so walk_away is needed"
	}
	floor, text := m.pick(by)
	if text != "" {
		return what + ": " + text
	}
	w.floor = floor
	return ""
}

func (m *Model) readWishes(s *Sheet, w *wish) string {
	switch {
	case s.Points.Len() > 0 && (len(s.Rank) > 0 || s.Options.Len() > 0 || len(s.Swaps) > 0):
		return "give ranks and swaps, or points, not both"
	case s.Points.Len() > 0:
		return m.readPoints(s, w)
	}
	if len(s.Rank) != len(m.Issues) {
		return fmt.Sprintf("rank: it names %d issues of %d: name each once", len(s.Rank), len(m.Issues))
	}
	for _, id := range s.Rank {
		i := m.issue(id)
		if i < 0 || slices.Contains(w.order, i) {
			return fmt.Sprintf("rank: %q is no issue, or stands there twice", id)
		}
		w.order = append(w.order, i)
	}
	for _, x := range m.Issues {
		ids, _ := s.Options.Get(x.ID)
		ranks := make([]int, len(x.Options))
		for o, opt := range x.Options {
			ranks[o] = slices.Index(ids, opt.ID)
		}
		if len(ids) != len(x.Options) || slices.Contains(ranks, -1) {
			return fmt.Sprintf("options: rank each option of issue %s once", x.ID)
		}
		w.rank = append(w.rank, ranks)
	}
	return ""
}

// mostPoints is how many points an option may have: with them sums and scales stay far from the limits of an int64.
const mostPoints = 1_000_000

func (m *Model) readPoints(s *Sheet, w *wish) string {
	total := int64(0)
	for _, x := range m.Issues {
		by, _ := s.Points.Get(x.ID)
		points := make([]int64, len(x.Options))
		for o, opt := range x.Options {
			n, ok := by.Get(opt.ID)
			if !ok || n < 0 || n > mostPoints {
				return fmt.Sprintf("points: option %s of issue %s wants points from 0 to %d", opt.ID, x.ID, mostPoints)
			}
			points[o] = n
		}
		least := slices.Min(points)
		for o := range points {
			points[o] -= least
		}
		total += slices.Max(points)
		w.point = append(w.point, points)
	}
	if total == 0 {
		return "points: every option is as good as every other, so nothing can be gained; tell at least two apart"
	}
	return ""
}

func (m *Model) readSwaps(s *Sheet, w *wish) string {
	for _, q := range s.Swaps {
		give, text := m.change(q.Give)
		if text == "" {
			var get []term
			if get, text = m.change(q.Get); text == "" {
				give = append(give, get...)
			}
		}
		if text != "" {
			return fmt.Sprintf("swap %s: %s", q.ID, text)
		}
		if !q.Would {
			for i := range give {
				give[i].sign = -give[i].sign
			}
		}
		w.swaps = append(w.swaps, swap{q.ID, give})
	}
	return ""
}

// change answers what a change adds to the score and takes from it.
func (m *Model) change(c Change) ([]term, string) {
	i := m.issue(c.Issue)
	if i < 0 {
		return nil, fmt.Sprintf("there is no issue %q", c.Issue)
	}
	from, to := m.Issues[i].option(c.From), m.Issues[i].option(c.To)
	if from < 0 || to < 0 || from == to {
		return nil, fmt.Sprintf("issue %s: from %q to %q are not two of its options", c.Issue, c.From, c.To)
	}
	return []term{{i, to, 1}, {i, from, -1}}, ""
}

// Fits tells why a sheet does not fit the model, or that its answers to swap questions and its ranks cannot all be
// true. The error is form.Faults or nil.
func (m *Model) Fits(s *Sheet) error {
	w, text := m.read(s)
	if text == "" {
		text = w.contradiction()
	}
	if text != "" {
		return form.Faults{{Place: s.Place, Text: text}}
	}
	return nil
}

// contradiction says in words which answers cannot all be true; empty where all can.
func (w *wish) contradiction() string {
	bad := w.consistent()
	if bad == nil {
		return ""
	}
	return fmt.Sprintf("%s: with the ranks, the answers to %s cannot all be true: ask again", w.party, strings.Join(bad, ", "))
}

// Contradiction answers the swap answers of a sheet that cannot all be true with its ranks, by their ids, as few as
// leave a contradiction; none where all can be true, or the sheet does not fit the model.
func (m *Model) Contradiction(s *Sheet) []string {
	w, text := m.read(s)
	if text != "" {
		return nil
	}
	return w.consistent()
}
