package web

import "strings"

// A browser says of itself in a line that no person reads. On the page of sessions it is told by its name and the
// system it runs on, each by what it alone has in that line, the more particular first: most claim to be others too.
var (
	browsers = [][2]string{
		{"Edg", "Edge"},
		{"OPR/", "Opera"},
		{"SamsungBrowser/", "Samsung Internet"},
		{"Vivaldi/", "Vivaldi"},
		{"Firefox/", "Firefox"},
		{"FxiOS/", "Firefox"},
		{"CriOS/", "Chrome"},
		{"Chromium/", "Chromium"},
		{"Chrome/", "Chrome"},
		{"Version/", "Safari"},
	}
	systems = [][2]string{
		{"Android", "Android"}, {"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Windows", "Windows"}, {"Mac OS X", "macOS"}, {"CrOS", "ChromeOS"}, {"Linux", "Linux"},
	}
)

// browserName answers what browser a line is of, "Firefox · Linux". A line that is of none of the known stands as it is.
func browserName(agent string) string {
	browser, system := firstIn(agent, browsers), firstIn(agent, systems)
	if browser == "" || system == "" {
		return agent
	}
	return browser + " · " + system
}

func firstIn(text string, marks [][2]string) string {
	for _, m := range marks {
		if strings.Contains(text, m[0]) {
			return m[1]
		}
	}
	return ""
}
