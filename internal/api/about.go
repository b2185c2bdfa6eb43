package api

import (
	"fmt"
	"net/http"

	"accede/doc"

	"accede/internal/api/wire"
	"accede/internal/fault"
)

func (c *call) description() error {
	c.bytes(http.StatusOK, "application/json", []byte(doc.OpenAPI()))
	return nil
}

func kindOf(row fault.Row) wire.Kind {
	return wire.Kind{Name: row.Name, Status: row.Status, Exit: row.Exit, Title: row.Title, Do: row.Do}
}

func (c *call) problems() error {
	var all wire.Kinds
	seen := map[string]bool{}
	for _, row := range append(fault.Table(), fault.Internal()) {
		if !seen[row.Name] {
			seen[row.Name] = true
			all.Problems = append(all.Problems, kindOf(row))
		}
	}
	return c.json(all)
}

func (c *call) problemNamed() error {
	name := c.r.PathValue("name")
	row, ok := fault.Named(name)
	if !ok {
		return fmt.Errorf("show the kind of problem %q: %w", name, fault.ErrPage)
	}
	return c.json(kindOf(row))
}
