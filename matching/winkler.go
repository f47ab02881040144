package matching

import "github.com/fichier-unique/rules/internal/closeness"

// similarity is [closeness.Winkler] made symmetric: the smaller text, by length then by content, goes first.
func similarity(a, b string) float64 {
	if len(a) > len(b) || len(a) == len(b) && a > b {
		a, b = b, a
	}
	return closeness.Winkler(a, b)
}
