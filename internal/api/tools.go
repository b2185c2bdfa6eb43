package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"time"

	"accede/body"
	"accede/dossier"

	"accede/internal/api/wire"
	"accede/internal/fault"
	"accede/internal/view"

	"accede/power"
	"accede/whatif/packages"
)

// workLimit is how long one piece of work may take.
const workLimit = 10 * time.Second

// maxModel is how many bytes a model that is tried may have.
const maxModel = 256 << 10

// mostOptions is how many options a model of a conflict may have: 65,536 states.
const mostOptions = 16

// mostPackages is how many packages of each sort are answered.
const mostPackages = 8

// toolRoutes work something out of a dossier and keep nothing.
func toolRoutes() []route {
	power := folding(dossierPath+"/rule/power", "power", "Who counts under the rule of a stage: accede power --json over its roll.", reflect.TypeFor[view.PowerPage](), (*call).power,
		param{name: "stage", says: "a stage, by its id; without it, the one in question", example: "invitation"},
		param{name: "index", says: "banzhaf or shapley-shubik; without it, banzhaf", example: "shapley-shubik"},
		param{name: "model", says: "yes-no or ternary; without it, yes-no", example: "yes-no"}, langParam())
	power.problems = append(power.problems, http.StatusServiceUnavailable, http.StatusUnprocessableEntity)
	trying := func(path, id, says string, answer reflect.Type, do func(*call) error) route {
		return route{
			method: http.MethodPost, path: dossierPath + path, id: id, says: says, more: "What is sent is answered and kept nowhere.", query: []param{asOfParam(), langParam()},
			body: reflect.TypeFor[wire.Model](), answer: answer, do: do,
			problems: []int{http.StatusForbidden, http.StatusNotFound, http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType, http.StatusServiceUnavailable},
		}
	}
	return []route{
		power,
		trying("/desk/hold", "hold", "Which states of a conflict hold: accede hold --json.", reflect.TypeFor[view.Hold](), (*call).hold),
		trying("/desk/packages", "packages", "Which packages could settle several issues at once: accede packages --json.", reflect.TypeFor[view.Packages](), (*call).packages),
	}
}

// within answers a context that ends with the request, or when the work has taken too long.
func (c *call) within() (context.Context, context.CancelFunc) {
	return context.WithTimeout(c.r.Context(), workLimit)
}

func (c *call) power() error {
	index, model := c.query.Get("index"), c.query.Get("model")
	of, ok := view.ModelNamed(model)
	if model != "" && !ok {
		return fmt.Errorf("read model: %q is none of yes-no, ternary: %w", model, fault.ErrQuery)
	}
	if index != "" && index != view.Banzhaf && index != view.ShapleyShubik {
		return fmt.Errorf("read index: %q is none of %s, %s: %w", index, view.Banzhaf, view.ShapleyShubik, fault.ErrQuery)
	}
	d, s, r, err := c.reading()
	if err != nil {
		return err
	}
	p := view.NewPowerPage(d, s, c.query.Get("stage"), index, model, r)
	if want := c.query.Get("stage"); want != "" && p.Stage != want {
		return fmt.Errorf("say who counts in the stage %q: no rule decides it, or it has not opened: %w", want, dossier.ErrUnknown)
	}
	_, compiled, ok := view.PowerQuestion(d, s, p.Stage)
	if !ok || p.Refused != "" {
		return c.json(p)
	}
	leave, err := c.busy()
	if err != nil {
		return err
	}
	defer leave()
	ctx, end := c.within()
	defer end()
	found, err := view.NewPower(compiled, view.PowerAsked{Index: index, Model: of, Tell: func(int, int) error { return ctx.Err() }}, r)
	switch {
	case errors.Is(err, power.ErrNotMonotone):
		p.Refused = r.Say("power.refused.monotone", nil)
	case errors.Is(err, power.ErrNobody):
		p.Refused = r.Say("power.refused.nobody", nil)
	case errors.Is(err, context.DeadlineExceeded):
		return fmt.Errorf("say who counts within %s: %w", workLimit, fault.ErrBusy)
	case err != nil:
		return fmt.Errorf("say who counts: %w: %w", err, fault.ErrInput)
	default:
		p.Power = &found
	}
	return c.json(p)
}

// model answers the model that was sent, the dossier it is about, and a place among those whose questions cost much.
func (c *call) model() (m wire.Model, s opened, leave func(), err error) {
	data, err := c.sent(maxModel)
	if err != nil {
		return m, s, nil, err
	}
	if err := strictly(data, &m); err != nil {
		return m, s, nil, err
	}
	if s.docket, s.standing, s.reader, err = c.reading(); err != nil {
		return m, s, nil, err
	}
	leave, err = c.busy()
	return m, s, leave, err
}

func (c *call) hold() error {
	m, s, leave, err := c.model()
	if err != nil {
		return err
	}
	defer leave()
	x, err := view.ReadConflict("text", []byte(m.Text), mostOptions)
	if err != nil {
		return fmt.Errorf("read the model: %w: %w", err, fault.ErrInput)
	}
	ctx, end := c.within()
	defer end()
	h, err := view.NewHold(x, view.HoldAsked{For: m.For, Tell: func(int, int) bool { return ctx.Err() == nil }}, s.reader)
	switch {
	case errors.Is(err, view.ErrStopped):
		return fmt.Errorf("say what holds within %s: %w", workLimit, fault.ErrBusy)
	case err != nil:
		return fmt.Errorf("say what holds: %w: %w", err, fault.ErrInput)
	}
	return c.json(h)
}

func (c *call) packages() error {
	m, s, leave, err := c.model()
	if err != nil {
		return err
	}
	defer leave()
	model, sheets, err := view.ReadPackages("text", []byte(m.Text))
	if err != nil {
		return fmt.Errorf("read the model and the sheets: %w: %w", err, fault.ErrInput)
	}
	ctx, end := c.within()
	defer end()
	set := view.SettingOf(s.docket)
	found, err := view.NewPackages(model, sheets, mostPackages, func(int64, int64) bool { return ctx.Err() == nil },
		func(id body.MemberID) string { return set.Name(id, s.reader) }, s.reader)
	switch {
	case errors.Is(err, packages.ErrStopped):
		return fmt.Errorf("look for packages within %s: %w", workLimit, fault.ErrBusy)
	case err != nil:
		return fmt.Errorf("look for packages: %w: %w", err, fault.ErrInput)
	}
	return c.json(found)
}
