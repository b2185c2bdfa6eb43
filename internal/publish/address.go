package publish

import (
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"path"
	"slices"
	"strings"
)

// endings are those of files that are no documents. Whatever else an address ends in is the name of a document.
var endings = []string{".css", ".js", ".svg", ".woff2", ".png", ".json", ".jsonl", ".csv", ".xml", ".bundle"}

// fileOf answers the file that holds what stands at an address: its slash-separated path below the folder of the site.
// A document is the index of a folder of its own. Two addresses that differ have files that differ.
func fileOf(u *url.URL) string {
	parts := []string{}
	for part := range strings.SplitSeq(u.EscapedPath(), "/") {
		if part != "" {
			parts = append(parts, part)
		}
	}
	ext := ""
	if n := len(parts) - 1; n >= 0 && !strings.HasSuffix(u.Path, "/") && slices.Contains(endings, path.Ext(parts[n])) {
		ext = path.Ext(parts[n])
		parts[n] = strings.TrimSuffix(parts[n], ext)
		if u.RawQuery != "" {
			parts[n] += "." + u.RawQuery
		}
	} else if u.RawQuery != "" {
		parts = append(parts, u.RawQuery)
	}
	for i := range parts {
		parts[i] = plain(parts[i])
	}
	name := strings.Join(parts, "/")
	if ext == "" {
		return path.Join(name, "index.html")
	}
	return name + ext
}

// longest is how long a name may be before it is cut.
const longest = 100

// plain answers a name that every file system takes, also one that does not tell capitals from others. One that has to
// be changed carries the beginning of a hash of what it was, so that it is nobody else's.
func plain(name string) string {
	is := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || strings.ContainsRune("-._=", r) {
			return r
		}
		return '-'
	}, name)
	if is == name && is[0] != '.' && len(is) <= longest {
		return is
	}
	sum := sha256.Sum256([]byte(name))
	return strings.TrimLeft(is[:min(len(is), longest)], ".") + "-" + hex.EncodeToString(sum[:6])
}

// relative answers the link from one file to another, by which a plain file server finds it: an index is found under
// the name of its folder.
func relative(from, to string) string {
	to, _ = strings.CutSuffix("/"+to, "index.html")
	a, b := strings.Split("/"+from, "/"), strings.Split(to, "/")
	for len(a) > 1 && len(b) > 1 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	link := strings.Repeat("../", len(a)-1) + strings.Join(b, "/")
	if link == "" {
		return "./"
	}
	return link
}
