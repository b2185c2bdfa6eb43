package web

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"regexp"
	"strings"

	"accede/internal/verifier"
)

//go:embed assets
var embedded embed.FS

// assets are the files that pages load, by the name they are served under: the name, a hash of the content, the
// ending. So each may be kept for ever by whoever has loaded it.
type assets struct {
	served map[string]asset
	names  map[string]string // the address of each by its plain name
	flags  map[string]string // one symbol for each code
}

type asset struct {
	kind string
	data []byte
}

func loadAssets() (*assets, error) {
	a := &assets{served: map[string]asset{}, names: map[string]string{}, flags: map[string]string{}}
	for _, name := range []string{"fonts/newsreader.woff2", "fonts/newsreader-ext.woff2", "fonts/public-sans.woff2", "fonts/public-sans-ext.woff2", "icon.svg"} {
		data, err := fs.ReadFile(embedded, "assets/"+name)
		if err != nil {
			return nil, fmt.Errorf("read the built-in file %s: %w", name, err)
		}
		a.add(path.Base(name), data)
	}
	for _, name := range []string{"live.js", "sign.js", "check.js", "intake.css", "desk.css", "card.css"} {
		file, err := fs.ReadFile(embedded, "assets/"+name)
		if err != nil {
			return nil, fmt.Errorf("read the built-in file %s: %w", name, err)
		}
		a.add(name, file)
	}
	a.add("verify.js", []byte(verifier.Script()))
	sheet, err := fs.ReadFile(embedded, "assets/accede.css")
	if err != nil {
		return nil, fmt.Errorf("read the built-in style sheet: %w", err)
	}
	a.add("accede.css", a.link(sheet))
	flags, err := fs.ReadFile(embedded, "assets/flags.txt")
	if err != nil {
		return nil, fmt.Errorf("read the built-in flags: %w", err)
	}
	for line := range strings.Lines(string(flags)) {
		if code, symbol, ok := strings.Cut(strings.TrimSpace(line), " "); ok {
			a.flags[code] = symbol
		}
	}
	return a, nil
}

func (a *assets) add(name string, data []byte) string {
	sum := sha256.Sum256(data)
	ext := path.Ext(name)
	served := strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(sum[:6]) + ext
	kind := mime.TypeByExtension(ext)
	switch ext {
	// What a machine has registered for these endings differs; browsers insist.
	case ".woff2":
		kind = "font/woff2"
	case ".svg":
		kind = "image/svg+xml"
	case ".js":
		kind = "text/javascript; charset=utf-8"
	case ".css":
		kind = "text/css; charset=utf-8"
	}
	a.served[served] = asset{kind, data}
	a.names[name] = "/static/" + served
	return a.names[name]
}

// ofPage answers the address of the style sheet that a page has beside the common one; empty: none. What few pages need
// is not carried by all.
func (a *assets) ofPage(path string) string {
	if strings.Contains(path, "/desk/") || strings.HasSuffix(path, "/rule/power/") {
		return a.names["desk.css"]
	}
	return ""
}

// link answers the style sheet with the addresses under which its fonts are served.
func (a *assets) link(sheet []byte) []byte {
	return regexp.MustCompile(`url\(([a-z-]+\.woff2)\)`).ReplaceAllFunc(sheet, func(m []byte) []byte {
		name := bytes.TrimSuffix(bytes.TrimPrefix(m, []byte("url(")), []byte(")"))
		return []byte("url(" + a.names[string(name)] + ")")
	})
}

// sprite answers the address of a file with the flags of some parties. It is made once for each list of them.
func (s *site) sprite(ids []string) string {
	key := strings.Join(ids, " ")
	if known, ok := s.sprites.Load(key); ok {
		return known.(sprite).address
	}
	var b bytes.Buffer
	b.WriteString(`<svg xmlns="http://www.w3.org/2000/svg">`)
	for _, id := range ids {
		b.WriteString(s.assets.flags[id])
	}
	b.WriteString(`</svg>`)
	sum := sha256.Sum256(b.Bytes())
	made := sprite{"/static/flags." + hex.EncodeToString(sum[:6]) + ".svg", b.Bytes()}
	s.sprites.Store(key, made)
	return made.address
}

type sprite struct {
	address string
	data    []byte
}

func (s *site) static(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("name")
	file, ok := s.assets.served[name]
	if !ok {
		s.sprites.Range(func(_, v any) bool {
			if sp := v.(sprite); sp.address == r.URL.Path {
				file, ok = asset{"image/svg+xml", sp.data}, true
			}
			return !ok
		})
	}
	if data, drawn := s.maps.file(r.URL.Path); drawn {
		file, ok = asset{"image/svg+xml", data}, true
	}
	if !ok {
		http.Error(w, "there is no such file", http.StatusNotFound)
		return
	}
	w.Header().Set("Content-Type", file.kind)
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	w.Write(file.data)
}
