package main

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/alecthomas/kong"

	"accede/form"
)

// settingsFormat is the first line of a file of settings.
const settingsFormat = "settings/1"

// settings are what the environment and a file say of the flags of serve: a flag on the command line goes before the
// environment, and that before the file.
type settings struct {
	env  func(string) string
	file *form.Node // nil: there is none
}

// settingsFor reads the file that a command line names for serve, or the environment. Other verbs have no settings.
func (s *session) settingsFor(args []string) (settings, error) {
	set := settings{env: s.env}
	if len(args) == 0 || args[0] != "serve" {
		return settings{env: func(string) string { return "" }}, nil
	}
	name := s.env("ACCEDE_CONFIG")
	for i, arg := range args {
		if value, ok := strings.CutPrefix(arg, "--config="); ok {
			name = value
		} else if arg == "--config" && i+1 < len(args) {
			name = args[i+1]
		}
	}
	if name == "" {
		return set, nil
	}
	text, err := os.ReadFile(name)
	if err != nil {
		return set, badUse("read the settings: %w", err)
	}
	set.file, err = form.Parse(name, text)
	return set, err
}

// envOf is the name under which the environment says a flag.
func envOf(flag string) string {
	return "ACCEDE_" + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}

// Validate refuses a file that says something else than flags of serve, with its place.
func (set settings) Validate(app *kong.Application) error {
	if set.file == nil {
		return nil
	}
	known := flagsOfServe(app)
	var faults form.Faults
	if f, ok := set.file.Get("accede"); !ok || f.Value != settingsFormat {
		faults = append(faults, set.file.Fault("the settings begin with accede: %s", settingsFormat))
	}
	for i := range set.file.Len() {
		key := set.file.Key(i)
		if key == nil || key.Value == "accede" || slices.Contains(known, key.Value) {
			continue
		}
		if near, ok := form.Nearest(key.Value, known); ok {
			faults = append(faults, key.Fault("serve has no flag --%s; did you mean %s?", key.Value, near))
			continue
		}
		faults = append(faults, key.Fault("serve has no flag --%s", key.Value))
	}
	if len(faults) > 0 {
		return faults
	}
	return nil
}

// flagsOfServe are the names a file may say.
func flagsOfServe(app *kong.Application) (names []string) {
	for _, f := range app.Flags {
		names = append(names, f.Name)
	}
	for _, n := range app.Children {
		if n.Name != "serve" {
			continue
		}
		for _, f := range n.Flags {
			names = append(names, f.Name)
		}
	}
	return slices.DeleteFunc(names, func(name string) bool { return name == "help" || name == "config" })
}

// Resolve answers what the environment or the file says of a flag that the command line does not give.
func (set settings) Resolve(_ *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
	if flag.Name == "help" || flag.Name == "config" {
		return nil, nil //nolint:nilnil // as kong has it: there is no value
	}
	if text := set.env(envOf(flag.Name)); text != "" {
		return text, nil
	}
	if set.file == nil {
		return nil, nil //nolint:nilnil // as kong has it
	}
	value, ok := set.file.Get(flag.Name)
	if !ok {
		return nil, nil //nolint:nilnil // as kong has it
	}
	switch value.Kind {
	case form.String, form.Number, form.Boolean:
		return value.Value, nil
	case form.Null, form.List, form.Mapping:
	}
	return nil, fmt.Errorf("%s: %w", flag.Name, value.Fault("a text, a number, true or false is wanted"))
}
