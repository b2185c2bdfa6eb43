package main

import (
	"os"
	"strings"

	"accede/body"
	"accede/internal/vouch"
)

// readProviders reads a file of identity providers and the secrets it names; without a file there are none.
func readProviders(name string, b body.Body) ([]*vouch.Provider, error) {
	if name == "" {
		return nil, nil
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, badUse("--providers: read the file: %w", err)
	}
	choices, err := vouch.ReadFile(name, data, func(id body.MemberID) bool {
		_, ok := b.Party(id)
		return ok
	})
	if err != nil {
		return nil, err
	}
	all := make([]*vouch.Provider, 0, len(choices))
	for _, c := range choices {
		secret := ""
		if c.Secret != "" {
			text, err := os.ReadFile(c.Secret)
			if err != nil {
				return nil, badUse("--providers: read the secret of %s: %w", c.ID.Value, err)
			}
			if secret = strings.TrimSpace(string(text)); secret == "" {
				return nil, badUse("--providers: the secret of %s in %s is empty", c.ID.Value, c.Secret)
			}
		}
		all = append(all, vouch.New(c, secret))
	}
	return all, nil
}
