package api

import (
	"accede/internal/view"
)

func (c *call) docket() error {
	d, at, err := c.folded()
	if err != nil {
		return err
	}
	all, err := view.NewDocketStatus(d, at)
	if err != nil {
		return err
	}
	return c.json(all)
}

func (c *call) status() error {
	d, s, err := c.standing()
	if err != nil {
		return err
	}
	return c.json(view.NewStatus(d, s))
}

func (c *call) whereItStands() error {
	d, s, err := c.standing()
	if err != nil {
		return err
	}
	return c.json(view.NewStanding(d, s))
}

func (c *call) log() error {
	after, limit, err := c.stretch()
	if err != nil {
		return err
	}
	d, s, err := c.standing()
	if err != nil {
		return err
	}
	page := view.LogPage{Dossier: s.Dossier, After: after, Size: d.Size()}
	lines := view.LogStretch(d, s.Dossier, after, int(limit)+1, c.reader()) // one more tells whether there are more
	more := len(lines) > int(limit)
	if page.Lines = lines[:min(len(lines), int(limit))]; len(page.Lines) > 0 {
		page.After = page.Lines[len(page.Lines)-1].Seq
	}
	c.next(page.After, more)
	return c.json(page)
}

func (c *call) history() error {
	d, s, err := c.standing()
	if err != nil {
		return err
	}
	return c.json(view.Log(d, s.Dossier, c.reader()))
}

func (c *call) desk() error {
	d, at, err := c.folded()
	if err != nil {
		return err
	}
	p, err := view.NewDeskPage(d, at, c.query.Get("for"), c.reader())
	if err != nil {
		return err
	}
	return c.json(p)
}

func (c *call) commitments() error {
	d, at, err := c.folded()
	if err != nil {
		return err
	}
	p, err := view.NewPromisesPage(d, at, c.query.Get("for"), c.reader())
	if err != nil {
		return err
	}
	return c.json(p)
}

func (c *call) calendar() error {
	d, at, err := c.folded()
	if err != nil {
		return err
	}
	p, err := view.NewDatesPage(d, at, c.reader())
	if err != nil {
		return err
	}
	return c.json(p)
}

func (c *call) members() error {
	d, at, err := c.folded()
	if err != nil {
		return err
	}
	return c.json(view.NewMembersStatus(d, at))
}
