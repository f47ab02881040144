package charter

import (
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/internal/strict"
)

// Question is one line put to a charter: who wants to do what, knowing what, on
// which day. "demand" is another name of "facts".
type Question struct {
	Charter string      `json:"charter,omitempty"` // name of a shipped charter; else the one given
	Actor   Actor       `json:"actor"`
	Act     Act         `json:"act"`
	Facts   Facts       `json:"facts"`
	Demand  *Facts      `json:"demand,omitempty"`
	On      demand.Date `json:"date"`
}

// DecodeQuestion reads a question, strictly: an unknown fact is a fault, for it
// would be ignored in silence.
func DecodeQuestion(data []byte) (Question, demand.Faults) {
	var q Question
	var faults demand.Faults
	for _, p := range strict.Decode(data, &q) {
		faults = append(faults, demand.Fault{Code: questionCode[p.Kind], Path: p.Path, Severity: demand.Blocking})
	}
	if len(faults) == 0 && q.Demand != nil && q.Facts.blank() {
		q.Facts, q.Demand = *q.Demand, nil
	}
	return q, faults
}

// blank reports that nothing is said.
func (f *Facts) blank() bool {
	for i := factCommunes; i < factCount; i++ {
		if vocabularyOfFacts[i].show(f) != "" {
			return false
		}
	}
	return !f.Association
}

var questionCode = map[strict.Kind]string{
	strict.Syntax: "CHA-QUE-01", strict.Unknown: "CHA-QUE-02", strict.Twice: "CHA-QUE-03", strict.Wrong: "CHA-QUE-04",
}

var questionRules = []demand.Rule{
	rule("CHA-QUE-01", "question", ourFile, "La question n'est pas du JSON complet.", "The question is not complete JSON."),
	rule("CHA-QUE-02", "question", ourFile, "Ce fait n'est pas dans le vocabulaire de la charte : vérifier son nom.", "This fact is not in the vocabulary of the charter: check its name."),
	rule("CHA-QUE-03", "question", ourFile, "Le fait est donné deux fois.", "The fact is given twice."),
	rule("CHA-QUE-04", "question", ourFile, "La valeur du fait n'est pas de la nature attendue (true ou false, date AAAA-MM-JJ, code, nombre).", "The value of the fact is not of the expected kind (true or false, date YYYY-MM-DD, code, number)."),
	rule("CHA-QUE-05", "question", ourFile, "La charte nommée n'est pas une de celles qui sont fournies.", "The charter named is not one of those shipped."),
}
