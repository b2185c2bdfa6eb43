package client_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"accede/client"
)

// follow is what doc/api.md shows of this package.
func follow(ctx context.Context, address string) (string, error) {
	c, err := client.New(address, client.Options{Lang: "en"})
	if err != nil {
		return "", err
	}
	fi, err := c.Dossier("fi", "2022-06-21").Status(ctx)
	if err != nil {
		return "", err
	}
	for _, b := range fi.Blockers {
		fmt.Println(b.Member, "objects;", len(b.OpenDemands), "demands are open")
	}
	for e, err := range c.Watch(ctx, client.Watching{After: 100}) {
		if err != nil {
			return "", err
		}
		return fmt.Sprint(e.Seq, " ", e.Kind, " by ", e.By), nil
	}
	return "", errors.New("nothing came")
}

func TestTheExampleOfTheDocumentsRuns(t *testing.T) {
	got, err := follow(t.Context(), nato(t).URL)
	if want := "101 deposit by me"; err != nil || got != want {
		t.Errorf("follow = %q, %v, want %q", got, err, want)
	}
}
