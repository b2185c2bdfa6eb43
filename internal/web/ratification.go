package web

import (
	"strconv"

	"accede/internal/view"
)

// countPlot is where the chart of the instruments is drawn.
func countPlot() plot { return plot{34, 26, 420, 226} }

// tens answers the counts at which a line is drawn across a chart: about four, and always nought.
func tens(need int) []int {
	step := 1
	for _, s := range []int{1, 2, 5, 10, 20, 50, 100, 200, 500} {
		if step = s; need/s <= 4 {
			break
		}
	}
	var all []int
	for n := 0; n < need; n += step {
		if need-n >= (step+1)/2 || n == 0 {
			all = append(all, n)
		}
	}
	return append(all, need)
}

// endText answers how high the number at the end of a series stands, so that no two lie on one another.
func endText(c *view.Chart, i int) float64 {
	const apart = 19.0
	y := 0.0
	for k := range c.Series {
		at := countPlot().y(c, len(c.Series[k].Days)) + 6
		if k > 0 && at < y+apart {
			at = y + apart
		}
		if y = at; k == i {
			break
		}
	}
	return y
}

// hatchScale answers how the hatching is laid: a drawn map's outlines are in tenths of a unit, an organisation's own in
// its own.
func hatchScale(m *chartedMap) string {
	if m.Own {
		return "rotate(45)"
	}
	return "scale(10) rotate(45)"
}

// furthest answers the last step that somebody has done; nil where none is.
func furthest(row view.RatificationRow) *view.StepCell {
	for i := len(row.Steps) - 1; i >= 0; i-- {
		if row.Steps[i].Done {
			return &row.Steps[i]
		}
	}
	return nil
}

func signedColumn(p view.RatificationPage) bool {
	for _, row := range p.Rows {
		if row.Signed != nil {
			return true
		}
	}
	return false
}

func sorted(by bool) string {
	if by {
		return "ascending"
	}
	return "none"
}

func entryPath(f frame, id string, seq int64) string {
	return with("/d/"+id+"/record/"+strconv.FormatInt(seq, 10)+"/", "as-of", f.AsOf)
}

// origin names a source and who published it.
func origin(f frame, s view.SourceLine) string {
	title := s.Title
	if title == "" {
		title = s.Key
	}
	if s.Publisher != "" {
		return say(f, "list.more", "a", title, "b", s.Publisher)
	}
	return title
}
