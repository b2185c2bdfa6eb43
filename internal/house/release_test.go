package house

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// Attack 33: a release says who made it, and whoever changes, adds or leaves out anything in it, or signs it by another key,
// is found by the script with which a release is verified.
func TestAttack33AReleaseThatWasChangedOrSignedByAnotherIsRefused(t *testing.T) {
	for _, need := range []string{"bash", "ssh-keygen", "sha256sum"} {
		if _, err := exec.LookPath(need); err != nil {
			t.Skipf("no %s on this machine: releases are not signed and verified here", need)
		}
	}
	dir := t.TempDir()
	key := func(name string) string {
		file := filepath.Join(dir, name)
		if out, err := exec.CommandContext(t.Context(), "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", file).CombinedOutput(); err != nil {
			t.Fatalf("make a key: %v: %s", err, out)
		}
		return file
	}
	maker, stranger := key("maker"), key("stranger")
	public, err := os.ReadFile(maker + ".pub")
	if err != nil {
		t.Fatal(err)
	}
	signers := filepath.Join(dir, "signers")
	write(t, signers, append([]byte("maker@body.example "), public...))
	release := func(args ...string) (string, error) {
		out, err := exec.CommandContext(t.Context(), "bash", append([]string{filepath.Join("..", "..", "tools", "release.sh")}, args...)...).CombinedOutput()
		return string(out), err
	}
	for _, c := range []struct {
		name, want string
		spoil      func(at string)
	}{
		{"as it was made", "signed by maker@body.example, 2 files as they were signed", func(string) {}},
		{"a byte more", "a file is not the one that was signed", func(at string) { write(t, filepath.Join(at, "accede-linux-amd64"), []byte("the programme")) }},
		{"one exchanged for the other", "a file is not the one that was signed", func(at string) {
			data, err := os.ReadFile(filepath.Join(at, "accede-linux-arm64"))
			if err != nil {
				t.Fatal(err)
			}
			write(t, filepath.Join(at, "accede-linux-amd64"), data)
		}},
		{"one left out", "a file is not the one that was signed", func(at string) {
			if err := os.Remove(filepath.Join(at, "accede-linux-arm64")); err != nil {
				t.Fatal(err)
			}
		}},
		{"one added", "there are files that were not signed", func(at string) { write(t, filepath.Join(at, "accede-plan9"), []byte("more")) }},
		{"sums made anew", "the signature is not one on this SHA256SUMS", func(at string) {
			write(t, filepath.Join(at, "SHA256SUMS"), bytes.Replace(mustRead(t, filepath.Join(at, "SHA256SUMS")), []byte("amd64"), []byte("arm64"), 1))
		}},
		{"signed by a stranger", "signed by nobody whom", func(at string) {
			if out, err := release("sign", at, stranger); err != nil {
				t.Fatalf("sign: %v: %s", err, out)
			}
		}},
		{"signed for another purpose", "the signature is not one on this SHA256SUMS", func(at string) {
			if err := os.Remove(filepath.Join(at, "SHA256SUMS.sig")); err != nil {
				t.Fatal(err)
			}
			if out, err := exec.CommandContext(t.Context(), "ssh-keygen", "-Y", "sign", "-q", "-n", "file", "-f", maker, filepath.Join(at, "SHA256SUMS")).CombinedOutput(); err != nil {
				t.Fatalf("sign: %v: %s", err, out)
			}
		}},
	} {
		at := filepath.Join(t.TempDir(), "release")
		if err := os.MkdirAll(at, 0o700); err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(at, "accede-linux-amd64"), []byte("the program"))
		write(t, filepath.Join(at, "accede-linux-arm64"), []byte("the program elsewhere"))
		sums := exec.CommandContext(t.Context(), "sha256sum", "accede-linux-amd64", "accede-linux-arm64")
		sums.Dir = at
		out, err := sums.Output()
		if err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(at, "SHA256SUMS"), out)
		if said, err := release("sign", at, maker); err != nil {
			t.Fatalf("sign: %v: %s", err, said)
		}
		c.spoil(at)
		said, err := release("verify", at, signers)
		if good := c.name == "as it was made"; (err == nil) != good || !strings.Contains(said, c.want) {
			t.Errorf("%s: %v, %q; want %q", c.name, err, said, c.want)
		}
	}
}

func write(t *testing.T, name string, data []byte) {
	t.Helper()
	if err := os.WriteFile(name, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

func mustRead(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}
