package demand

import "github.com/fichier-unique/rules/numbering"

// checkNumber says of the number what package numbering notes of it, under the
// codes of that package.
func checkNumber(f *Form, in Setting) Faults {
	var out Faults
	for _, n := range f.Number.Notes() {
		out = append(out, ofNote(n, "number"))
	}
	deposit := numbering.Month{Year: f.DepositedOn.Year(), Month: f.DepositedOn.Month()}
	for _, n := range f.Number.Against(numbering.Record{Territory: in.Territory, Deposit: deposit}) {
		out = append(out, ofNote(n, "number"))
	}
	return out
}

func ofNote(n numbering.Note, path string) Fault {
	code, _ := numbering.LookupCode(n.Code)
	fault := Fault{Code: n.Code, Path: path, Severity: severityOf(code.Level)}
	for _, name := range code.Params {
		fault.Params = append(fault.Params, Param{name, n.Params[name]})
	}
	return fault
}

// NumberFaults turns the error of numbering.Parse into faults at a path; an
// error of another kind gives none.
func NumberFaults(err error, path string) Faults {
	parse, ok := err.(*numbering.ParseError)
	if !ok {
		return nil
	}
	var out Faults
	for _, f := range parse.Faults {
		code, _ := numbering.LookupCode(f.Code)
		fault := Fault{Code: f.Code, Path: path, Severity: severityOf(code.Level)}
		values := f.Params()
		for _, name := range code.Params {
			fault.Params = append(fault.Params, Param{name, values[name]})
		}
		out = append(out, fault)
	}
	return out
}

func severityOf(level string) Severity {
	switch level {
	case numbering.LevelBlocking:
		return Blocking
	case numbering.LevelConfirm:
		return ToConfirm
	}
	return Information
}

// numberRules describes the codes of package numbering as rules of the house.
func numberRules() []Rule {
	codes := numbering.Codes()
	out := make([]Rule, len(codes))
	for i, c := range codes {
		out[i] = Rule{
			Code: c.Code, Chapter: "numéro unique", Severity: severityOf(c.Level),
			Source: Source{c.Article, c.Text, Confidence(c.Confidence)},
			Params: c.Params, French: c.French, English: c.English,
		}
	}
	return out
}
