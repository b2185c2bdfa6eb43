package main

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"runtime"
	"strings"

	"accede/act/signature"
	"accede/dossier"
)

// privateFormat is the first line of a private key of ours.
const privateFormat = "accede/private-key/1"

// errKey is wrapped by what is wrong with a private key or with signing by it.
var errKey = errors.New("not a key to sign with")

// keyChoices are the keys a verb signs with.
type keyChoices struct {
	Key []string `placeholder:"FILE" help:"Private key to sign with, as keys new makes it. Twice: two persons sign."`
	SSH []string `name:"ssh" placeholder:"FILE" help:"SSH key to sign with: a private key, a security key, or the .pub of one in the agent."`
}

// signer signs the exact bytes of acts with one key.
type signer struct {
	id   string // of the key
	sign func(ctx context.Context, act []byte) (signature.Signature, error)
}

// signers answers one for each key chosen. Which key of the record an SSH key is, is found by its public key.
func (c keyChoices) signers(s *session, d *dossier.Docket) ([]signer, error) {
	var all []signer
	for _, file := range c.Key {
		id, private, err := readPrivate(file)
		if err != nil {
			return nil, err
		}
		all = append(all, signer{id, func(_ context.Context, act []byte) (signature.Signature, error) {
			return signature.Signature{Alg: signature.Ed25519, Key: id, Sig: ed25519.Sign(private, signature.Message(act))}, nil
		}})
	}
	for _, file := range c.SSH {
		one, err := s.sshSigner(file, d)
		if err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, nil
}

// newPrivate makes a key and keeps it in a file that is not there yet, for its owner alone.
func newPrivate(file, id string) (ed25519.PublicKey, error) {
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("make a key: %w", err)
	}
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, fmt.Errorf("keep the private key: %w", err)
	}
	_, err = fmt.Fprintf(f, "%s\n%s\n%s\n", privateFormat, id, signature.Encode(private.Seed()))
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return nil, fmt.Errorf("keep the private key: %w", err)
	}
	return public, nil
}

// readPrivate reads a private key, and refuses one that others can read. No error contains the key.
func readPrivate(file string) (string, ed25519.PrivateKey, error) {
	info, err := os.Stat(file)
	if err != nil {
		return "", nil, fmt.Errorf("read a private key: %w", err)
	}
	if runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
		return "", nil, fmt.Errorf("%s can be read by others: chmod 600 %s, or revoke the key if somebody has: %w", file, file, fs.ErrPermission)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return "", nil, fmt.Errorf("read a private key: %w", err)
	}
	lines := strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
	if len(lines) != 3 || lines[0] != privateFormat {
		return "", nil, fmt.Errorf("%s:1: a private key begins with the line %s: %w", file, privateFormat, errKey)
	}
	seed, err := signature.Decode(lines[2])
	if err != nil || len(seed) != ed25519.SeedSize || lines[1] == "" {
		return "", nil, fmt.Errorf("%s:3: the id of a key and its 32 bytes in base64 are wanted: %w", file, errKey)
	}
	return lines[1], ed25519.NewKeyFromSeed(seed), nil
}

// readSSHPublic reads the first two words of a .pub file: algorithm and key.
func readSSHPublic(file string) (signature.Alg, []byte, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return "", nil, fmt.Errorf("read an SSH key: %w", err)
	}
	words := strings.Fields(string(text))
	if len(words) < 2 {
		return "", nil, fmt.Errorf("%s:1: no public key as ssh-keygen writes it: %w", file, errKey)
	}
	blob, err := signature.Decode(words[1])
	if err != nil {
		return "", nil, fmt.Errorf("%s:1: %w", file, err)
	}
	alg, err := signature.SSHAlg(blob)
	if err != nil {
		return "", nil, fmt.Errorf("%s:1: %w", file, err)
	}
	return alg, blob, nil
}

// sshSigner signs by ssh-keygen, which knows passphrases, security keys and the agent.
func (s *session) sshSigner(file string, d *dossier.Docket) (signer, error) {
	alg, blob, err := readSSHPublic(strings.TrimSuffix(file, ".pub") + ".pub")
	if err != nil {
		return signer{}, err
	}
	id := ""
	for _, k := range d.Keys(d.At()) {
		if k.Key.Public == signature.Encode(blob) {
			id = k.Key.ID
		}
	}
	if id == "" {
		return signer{}, fmt.Errorf("%s: the record has no such key; enrol it: %w", file, dossier.ErrAuthority)
	}
	return signer{id, func(ctx context.Context, act []byte) (signature.Signature, error) {
		sig, err := sshSign(ctx, file, act, s.stderr)
		return signature.Signature{Alg: alg, Key: id, Sig: sig}, err
	}}, nil
}

// sshSign has ssh-keygen sign; what it asks of a person it asks on the terminal.
func sshSign(ctx context.Context, file string, act []byte, stderr io.Writer) ([]byte, error) {
	c := exec.CommandContext(ctx, "ssh-keygen", "-q", "-Y", "sign", "-n", signature.Namespace, "-f", file)
	var out, said bytes.Buffer
	c.Stdin, c.Stdout, c.Stderr = bytes.NewReader(act), &out, io.MultiWriter(&said, quiet{stderr})
	if err := c.Run(); err != nil {
		return nil, fmt.Errorf("sign with %s by ssh-keygen: %s: %w", file, strings.TrimSpace(said.String()), errors.Join(err, errKey))
	}
	return signature.Unarmor(out.String())
}

// quiet passes on what a person has to see, such as the wish to be touched, and not that data are read.
type quiet struct{ to io.Writer }

func (q quiet) Write(p []byte) (int, error) {
	if bytes.Contains(p, []byte("Confirm user presence")) {
		if _, err := q.to.Write(p); err != nil {
			return 0, err
		}
	}
	return len(p), nil
}
