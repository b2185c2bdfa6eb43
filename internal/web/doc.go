// Package web is the pages: the docket and each dossier, as of any day, drawn on the server and readable without a
// script.
//
// It knows HTTP, HTML, the drawing of views and the assets they need. It refuses to know stores, rules and how a
// docket comes about: it asks its Source, and shows what package view makes of the answer. It decides nothing.
package web
