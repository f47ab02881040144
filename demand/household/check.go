package household

import (
	"strconv"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/internal/euro"
)

func fault(code, path string, params ...string) demand.Fault {
	f := demand.Fault{Code: code, Path: path, Severity: demand.Blocking}
	for i := 0; i+1 < len(params); i += 2 {
		f.Params = append(f.Params, demand.Param{Name: params[i], Value: params[i+1]})
	}
	return f
}

// Check lists what makes a case impossible to judge, all at once.
func Check(c *Case) demand.Faults {
	var out demand.Faults
	if c.Date.IsZero() {
		out = append(out, fault("FOY-SAI-03", "date"))
	}
	if len(c.Adults) == 0 {
		out = append(out, fault("FOY-SAI-02", "adults"))
	}
	if len(c.Adults)+len(c.Dependants) > 50 || c.Unborn < 0 || c.Unborn > 9 {
		out = append(out, fault("FOY-SAI-07", ""))
	}
	out = append(out, checkPlace(c)...)
	for i := range c.Adults {
		if age := c.Adults[i].Age; age < 0 || age > 130 {
			out = append(out, fault("FOY-SAI-04", at("adults", i, "age")))
		}
	}
	for i := range c.Dependants {
		if age := c.Dependants[i].Age; age < 0 || age > 130 {
			out = append(out, fault("FOY-SAI-04", at("dependants", i, "age")))
		}
		if !c.Dependants[i].Custody.known() {
			out = append(out, fault("FOY-SAI-06", at("dependants", i, "custody")))
		}
	}
	if !c.Apart.known() {
		out = append(out, fault("FOY-SAI-06", "apart"))
	}
	return append(out, checkIncomes(c)...)
}

func checkPlace(c *Case) demand.Faults {
	zone, known := ZoneOf(c.Commune)
	switch {
	case c.Commune == "" && c.Zone == "":
		missing := fault("FOY-SAI-08", "commune")
		missing.Severity = demand.Information // the category is known all the same
		return demand.Faults{missing}
	case c.Zone != "" && !c.Zone.Known():
		return demand.Faults{fault("FOY-SAI-06", "zone")}
	case c.Commune != "" && !known:
		return demand.Faults{fault("FOY-PLF-06", "commune")}
	case c.Commune != "" && c.Zone != "" && zone != c.Zone:
		return demand.Faults{fault("FOY-SAI-09", "zone", "zone", string(zone))}
	}
	return nil
}

func checkIncomes(c *Case) demand.Faults {
	var out demand.Faults
	year := c.Date.Year()
	for back := 0; back <= 2 && year > 0; back++ { // in a stable order, whatever the map's
		if amount, ok := c.Incomes[year-back]; ok && (amount.IsNegative() || !euro.Sound(amount)) {
			out = append(out, fault("FOY-SAI-05", "incomes."+strconv.Itoa(year-back)))
		}
		if amount, ok := c.OwnIncomes[year-back]; ok && (amount.IsNegative() || !euro.Sound(amount)) {
			out = append(out, fault("FOY-SAI-05", "own_incomes."+strconv.Itoa(year-back)))
		}
	}
	return out
}

func at(list string, i int, field string) string {
	return list + "[" + strconv.Itoa(i) + "]." + field
}
