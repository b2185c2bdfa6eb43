package web

import (
	"strconv"

	"accede/internal/view"
)

// whole answers a position as text.
func whole(n int64) string { return strconv.FormatInt(n, 10) }

// recordQuery answers an address of the record with the day and the filter kept, from where it goes on.
func recordQuery(f frame, p view.RecordPage, path string, after int) string {
	from := ""
	if after > 0 {
		from = strconv.Itoa(after)
	}
	x, long := p.Filter, ""
	if x.Long {
		long = "yes"
	}
	return with("/d/"+p.ID+path, "as-of", f.AsOf, "who", x.Who, "what", x.What, "from", x.From, "to", x.To, "after", from, "long", long)
}

func recordStretch(f frame, p view.RecordPage, after int) string {
	return recordQuery(f, p, "/record/", after)
}

func recordFile(f frame, p view.RecordPage, kind string) string {
	return recordQuery(f, p, "/record."+kind, 0)
}

// recordSheets answers the address of the record in long stretches, to print.
func recordSheets(f frame, p view.RecordPage) string {
	p.Filter.Long = true
	return recordQuery(f, p, "/record/", 0)
}

// fileOf answers the address of something else of the dossier, of the day of the page.
func fileOf(f frame, p view.RecordPage, name string) string {
	return with("/d/"+p.ID+"/"+name, "as-of", f.AsOf)
}
