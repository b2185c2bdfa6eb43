package main

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"accede/internal/depositary"
	"accede/internal/relay"
	"accede/internal/store/postgres"
)

// openServed opens a record for a server. One in a database may be served by several processes: one of them writes, the
// others hand acts to it, and one of these takes over when it ends.
// It has to continue the checkpoints that are known.
func (s *session) openServed(record, peers string, known [][]byte) (*office, error) {
	switch db, err := inDatabase(record); {
	case err != nil:
		return nil, err
	case !db:
		return s.openKnowing(record, known)
	}
	dir, err := s.besideForWriting(record)
	if err != nil {
		return nil, err
	}
	secret, err := peerSecret(dir)
	if err != nil {
		return nil, err
	}
	log, err := postgres.OpenShared(s.ctx, record)
	if err != nil {
		return nil, advise(record, err)
	}
	l, err := net.Listen("tcp", peers)
	if err != nil {
		return nil, errors.Join(listenError(peers, err), log.Close())
	}
	log.Announce(l.Addr().String())
	o, err := s.officeOf(record, dir, log, depositary.Config{Known: known, Lease: log, Hand: relay.NewClient(secret, log.Holder).Hand})
	if err != nil {
		return nil, errors.Join(err, l.Close(), log.Close())
	}
	server := &http.Server{Handler: relay.Handler(secret, o.SubmitHere), ReadHeaderTimeout: 10 * time.Second}
	o.peers = server
	go func() {
		if err := server.Serve(l); err != nil && !errors.Is(err, http.ErrServerClosed) {
			s.logger.Error("acts of other processes are not taken", "addr", peers, "err", err)
		}
	}()
	return o, nil
}

// peerSecret answers what the processes that serve one record have in common.
func peerSecret(dir string) (relay.Secret, error) {
	if _, err := readHost(dir); err != nil {
		return relay.Secret{}, err
	}
	text, err := os.ReadFile(filepath.Join(dir, keyFile))
	if err != nil {
		return relay.Secret{}, fmt.Errorf("read the host's key: %w", err)
	}
	return relay.SecretOf(strings.TrimSpace(string(text))), nil
}
