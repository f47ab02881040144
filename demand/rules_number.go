package demand

import "github.com/fichier-unique/rules/numbering"

// checkNumber says of the number what package numbering notes of it, under the
// codes of that package.
func checkNumber(f *Form, c *checkup) {
	for _, n := range f.Number.Notes() {
		c.note(n)
	}
	deposit := numbering.Month{Year: f.DepositedOn.Year(), Month: f.DepositedOn.Month()}
	for _, n := range f.Number.Against(numbering.Record{Territory: c.in.Territory, Deposit: deposit}) {
		c.note(n)
	}
}

// note records a note of package numbering as a fault.
func (c *checkup) note(n numbering.Note) {
	code, _ := numbering.LookupCode(n.Code)
	params := c.some(len(code.Params))
	for i, name := range code.Params {
		params[i] = Param{name, n.Params[name]}
	}
	c.add(Fault{Code: n.Code, Path: "number", Severity: severityOf(code.Level), Params: params})
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
