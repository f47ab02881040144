package demand

import "slices"

// Code is what every code of a code list offers.
type Code interface {
	~string
	// Known reports whether the code is in its list.
	Known() bool
	// ListName gives the stable name of the list.
	ListName() string
}

// CodeEntry is one code with its wording in French and in English.
type CodeEntry struct {
	Code    string `json:"code"`
	French  string `json:"fr"`
	English string `json:"en"`
}

// CodeList is a closed list of codes of the form or of the national interface.
type CodeList struct {
	Name    string      `json:"name"`
	French  string      `json:"fr"` // what the list is about, in the form's words
	Source  Source      `json:"source"`
	Entries []CodeEntry `json:"entries"`
}

var sourceCodes = Source{"interface SNE 02.00/02.01", "listes de codes de l'interface nationale (formulaire Cerfa 14069*01)", Secondary}

// CodeLists gives every list, for a dictionary shipped with an export or the
// choices of a page.
func CodeLists() []CodeList {
	return slices.Concat(listsPeople, listsWork, listsHousing, listsDisability, listsExchange)
}

// FindCodeList gives a list by its name.
func FindCodeList(name string) (CodeList, bool) {
	for _, set := range [...][]CodeList{listsPeople, listsWork, listsHousing, listsDisability, listsExchange} {
		for i := range set {
			if set[i].Name == name {
				return set[i], true
			}
		}
	}
	return CodeList{}, false
}

// Label gives the French wording of a code, or the code itself when it is not
// in its list.
func Label[C Code](c C) string {
	list, _ := FindCodeList(c.ListName())
	for _, e := range list.Entries {
		if e.Code == string(c) {
			return e.French
		}
	}
	return string(c)
}
