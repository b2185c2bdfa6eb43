// Command provider is an identity provider on this machine, for tests of signing in by one: the certified implementation of
// zitadel/oidc, with the two persons of its example. It knows one client. It is no part of Accede, and nothing else may be
// trusted to it.
package main

import (
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"

	"github.com/zitadel/oidc/v3/example/server/exampleop"
	"github.com/zitadel/oidc/v3/example/server/storage"
)

func main() {
	client := flag.String("client", "accede", "the one client")
	secret := flag.String("secret", "", "its secret")
	back := flag.String("back", "", "where it is led back to")
	flag.Parse()
	if err := serve(*client, *secret, *back); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// serve serves until the program is ended, and prints the issuer first.
func serve(client, secret, back string) error {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return fmt.Errorf("listen: %w", err)
	}
	issuer := fmt.Sprintf("http://localhost:%d/", l.Addr().(*net.TCPAddr).Port)
	storage.RegisterClients(storage.WebClient(client, secret, back))
	pages := exampleop.SetupServer(issuer, storage.NewStorage(storage.NewUserStore(issuer)), slog.New(slog.NewTextHandler(io.Discard, nil)), false)
	fmt.Println(issuer)
	return http.Serve(l, pages)
}
