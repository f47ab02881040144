package server

import (
	"errors"
	"fmt"
	"strings"
)

// kindOf names the sort of an error: the types of its chain, and the fixed words
// that our own rooms put before their errors. Never its text, which may hold what
// was typed.
func kindOf(err error) string {
	var kinds []string
	for err != nil && len(kinds) < 8 {
		kind := strings.TrimPrefix(fmt.Sprintf("%T", err), "*")
		if room, _, found := strings.Cut(err.Error(), ":"); found && fixed(room) {
			kind += "(" + room + ")"
		}
		kinds = append(kinds, kind)
		if many, ok := err.(interface{ Unwrap() []error }); ok {
			if all := many.Unwrap(); len(all) > 0 {
				err = all[0]
				continue
			}
		}
		err = errors.Unwrap(err)
	}
	return strings.Join(kinds, " ")
}

// rooms are the words that our rooms put before their errors.
var rooms = map[string]bool{"store": true, "registry": true, "api": true, "web": true, "accounts": true, "mail": true, "national": true,
	"webhook": true, "public": true, "observatory": true, "server": true, "sql": true, "matching": true, "numbering": true}

func fixed(word string) bool { return rooms[word] }
