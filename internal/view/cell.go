package view

import "strings"

// HarmlessCell answers filed words so that no program for tables reads them as a formula: with an apostrophe before
// what would begin one.
func HarmlessCell(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}
