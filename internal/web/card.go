package web

import (
	"bytes"
	"fmt"
	"html"
	"image"
	"image/color"
	"image/png"
	"math"
	"net/http"
	"strings"

	"accede/internal/view"
)

// A card is a dossier in a few words, for other sites: as a drawing, as a page to put into a frame, and as the picture
// that goes with a link.

// cardMark is what a page says of itself to whoever shows a link to it.
type cardMark struct{ Title, Text, Address, Picture string }

func (s *site) cardRoutes(mux *http.ServeMux) {
	mux.HandleFunc("GET /d/{dossier}/card.svg", s.cardDrawing)
	mux.HandleFunc("GET /d/{dossier}/card.png", s.cardPicture)
	mux.HandleFunc("GET /d/{dossier}/card/{$}", s.cardFrame)
	mux.HandleFunc("GET /d/{dossier}/card", s.slash)
}

// shownElsewhere lets other sites show an answer, in a frame or as an image. It is said of cards alone: they hold
// nothing that anybody could be led to press but a link to the dossier.
func shownElsewhere(w http.ResponseWriter) {
	w.Header().Set("Content-Security-Policy", strings.Replace(csp, "frame-ancestors 'none'", "frame-ancestors *", 1))
	w.Header().Set("Cross-Origin-Resource-Policy", "cross-origin")
}

// cardOf answers the page of a dossier that its card tells in short.
func (s *site) cardOf(w http.ResponseWriter, r *http.Request) (opened, view.DossierPage, bool) {
	c, ok := s.opened(w, r)
	if !ok {
		return c, view.DossierPage{}, false
	}
	p := view.NewDossierPage(c.set, c.standing, c.past(), "", c.frame.Reader)
	c.frame.Title = p.Title
	return c, p, true
}

func (s *site) cardFrame(w http.ResponseWriter, r *http.Request) {
	if c, p, ok := s.cardOf(w, r); ok {
		c.frame.Live, c.frame.Style = nil, s.assets.names["card.css"]
		shownElsewhere(w)
		s.page(w, r, http.StatusOK, cardPage(c.frame, p))
	}
}

// cardDrawing draws the card: its words in lines, as wide as letters mostly are.
func (s *site) cardDrawing(w http.ResponseWriter, r *http.Request) {
	c, p, ok := s.cardOf(w, r)
	if !ok {
		return
	}
	var b bytes.Buffer
	lines := wrapped(headlineWords(p), 46)
	height := 96 + 26*len(lines)
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 480 %d" width="480" height="%d" role="img" xml:lang="%s">`, height, height, c.frame.Reader.Tag())
	fmt.Fprintf(&b, "<title>%s</title>", html.EscapeString(p.Title+". "+headlineWords(p)))
	fmt.Fprintf(&b, `<rect x=".5" y=".5" width="479" height="%d" rx="6" fill="#FBFAF7" stroke="#DDD9CF"/>`, height-1)
	line := func(y, size int, weight, fill, text string) {
		fmt.Fprintf(&b, `<text x="20" y="%d" font-family="Georgia,serif" font-size="%d" font-weight="%s" fill="%s">%s</text>`, y, size, weight, fill, html.EscapeString(text))
	}
	line(36, 22, "600", "#17212B", shortened(p.Title, 38))
	for i, text := range lines {
		line(68+26*i, 18, "400", "#17212B", text)
	}
	line(height-18, 13, "400", "#515C68", shortened(cardFoot(c.frame, p), 68))
	b.WriteString("</svg>\n")
	shownElsewhere(w)
	w.Header().Set("Content-Type", "image/svg+xml")
	unlessPrivate(w)
	w.Write(b.Bytes())
}

// cardFoot says of what body, as of when and on whose word.
func cardFoot(f frame, p view.DossierPage) string {
	kept := "tag.official"
	if f.Reported {
		kept = "tag.reported"
	}
	return f.Body + " · " + p.AsOf + " · " + t(f, kept)
}

func headlineWords(p view.DossierPage) string {
	var b strings.Builder
	for _, x := range p.Headline {
		b.WriteString(x.Text)
	}
	return b.String()
}

// wrapped breaks a text into lines of at most so many letters, at blanks, and into no more than six.
func wrapped(text string, most int) []string {
	var lines []string
	line := ""
	for word := range strings.FieldsSeq(text) {
		if line != "" && len([]rune(line))+1+len([]rune(word)) > most {
			lines, line = append(lines, line), ""
		}
		line = strings.TrimSpace(line + " " + shortened(word, most))
	}
	if lines = append(lines, line); len(lines) > 6 {
		lines = append(lines[:5], lines[5]+" …")
	}
	return lines
}

func shortened(text string, most int) string {
	if letters := []rune(text); len(letters) > most {
		return string(letters[:most-1]) + "…"
	}
	return text
}

// cardPicture draws the seats of the roll, in rows: the shapes and tones of the overview, without words, which a
// picture cannot tell to whoever does not see it. They go with it in the page.
func (s *site) cardPicture(w http.ResponseWriter, r *http.Request) {
	_, p, ok := s.cardOf(w, r)
	if !ok {
		return
	}
	var b bytes.Buffer
	if err := png.Encode(&b, seatsPicture(p.Roll)); err != nil {
		s.opts.Log.Error("picture not drawn", "path", r.URL.Path, "err", err)
		http.Error(w, "the picture could not be drawn", http.StatusInternalServerError)
		return
	}
	shownElsewhere(w)
	w.Header().Set("Content-Type", "image/png")
	unlessPrivate(w)
	w.Write(b.Bytes())
}

// The size that sites ask of such a picture.
const pictureWide, pictureHigh = 1200, 630

// mostSeats is how many seats a picture shows; of a larger roll it shows the first.
const mostSeats = 400

func seatsPicture(roll []view.Cell) image.Image {
	roll = roll[:min(len(roll), mostSeats)]
	inks := color.Palette{color.RGBA{0xFB, 0xFA, 0xF7, 255}, color.RGBA{0x0B, 0x55, 0x75, 255}, color.RGBA{0xB2, 0x3A, 0x0E, 255}, color.RGBA{0x73, 0x7C, 0x87, 255}}
	img := image.NewPaletted(image.Rect(0, 0, pictureWide, pictureHigh), inks)
	columns := 1
	for (columns*columns*pictureHigh)/pictureWide < len(roll) {
		columns++
	}
	rows := (len(roll) + columns - 1) / max(columns, 1)
	step := math.Min(float64(pictureWide-120)/float64(columns), float64(pictureHigh-120)/float64(max(rows, 1)))
	left, top := (pictureWide-step*float64(columns))/2, (pictureHigh-step*float64(rows))/2
	for i, cell := range roll {
		x, y := left+step*(float64(i%columns)+.5), top+step*(float64(i/columns)+.5)
		drawSeat(img, x, y, step*.36, cell.Mark)
	}
	return img
}

// drawSeat draws one seat: a disc where it consents, a cross where it stands in the way, else a ring.
func drawSeat(img *image.Paletted, x, y, r float64, mark view.Mark) {
	for py := int(y - r); py <= int(y+r); py++ {
		for px := int(x - r); px <= int(x+r); px++ {
			dx, dy := float64(px)-x, float64(py)-y
			far := math.Hypot(dx, dy)
			switch {
			case mark == view.MarkMet && far <= r:
				img.SetColorIndex(px, py, 1)
			case mark == view.MarkOpen && math.Abs(math.Abs(dx)-math.Abs(dy)) <= r*.34:
				img.SetColorIndex(px, py, 2)
			case mark != view.MarkMet && mark != view.MarkOpen && far <= r && far >= r*.72:
				img.SetColorIndex(px, py, 3)
			}
		}
	}
}

// carded puts onto a page what goes with a link to it.
func (s *site) carded(r *http.Request, c *opened, p view.DossierPage) {
	if c.frame.Copy || c.frame.Rehearsal != nil {
		return
	}
	scheme := "http"
	if r.TLS != nil || r.Header.Get("X-Forwarded-Proto") == "https" {
		scheme = "https"
	}
	at := scheme + "://" + r.Host + "/d/" + c.id + "/"
	c.frame.Card = &cardMark{p.Title, headlineWords(p), with(at, "as-of", c.frame.AsOf), with(at+"card.png", "as-of", c.frame.AsOf)}
}
