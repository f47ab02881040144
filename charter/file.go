package charter

import (
	"embed"
	"io/fs"
	"strconv"
	"strings"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/internal/strict"
)

//go:embed data/*.json
var shipped embed.FS

// Named gives a charter shipped with the library.
func Named(name string) (*Charter, bool) {
	data, err := fs.ReadFile(shipped, "data/"+name+".json")
	if err != nil {
		return nil, false
	}
	c, faults := Load(data)
	return c, len(faults) == 0
}

// Names lists the charters shipped.
func Names() []string {
	entries, _ := fs.ReadDir(shipped, "data")
	var out []string
	for _, e := range entries {
		out = append(out, strings.TrimSuffix(e.Name(), ".json"))
	}
	return out
}

// MaxFile is the size of the largest charter that is read, in bytes.
const MaxFile = 1 << 20

// Load reads a charter, strictly, and refuses one that goes under the law: whole,
// with every reason, its path and its line, and the article where it is the law's.
func Load(data []byte) (*Charter, demand.Faults) {
	if len(data) > MaxFile {
		return nil, demand.Faults{fileFault("CHA-FIC-10", "", 0)}
	}
	c := &Charter{}
	k := &checker{}
	for _, p := range strict.Decode(data, c) {
		k.faults = append(k.faults, fileFault(problemCode[p.Kind], p.Path, p.Line))
	}
	if len(k.faults) == 0 {
		k.check(c)
		k.place(data)
	}
	if len(k.faults) > 0 {
		return nil, k.faults
	}
	c.prepare()
	c.desks = map[string]int{}
	for i := range c.Parties {
		for _, d := range c.Parties[i].Desks {
			c.desks[d] = i
		}
	}
	return c, nil
}

var problemCode = map[strict.Kind]string{
	strict.Syntax: "CHA-FIC-01", strict.Unknown: "CHA-FIC-11", strict.Twice: "CHA-FIC-12", strict.Wrong: "CHA-FIC-13",
}

// fileFault is a fault of the file, with its line when it is known.
func fileFault(code, path string, line int) demand.Fault {
	f := demand.Fault{Code: code, Path: path, Severity: demand.Blocking}
	if line > 0 {
		f.Params = []demand.Param{{Name: "line", Value: strconv.Itoa(line)}}
	}
	return f
}

// place finds the line of each fault.
func (k *checker) place(data []byte) {
	if len(k.faults) == 0 {
		return
	}
	lines := strict.Lines(data)
	for i := range k.faults {
		path := k.faults[i].Path
		for path != "" && lines[path] == 0 {
			path = path[:max(strings.LastIndexAny(path, ".["), 0)]
		}
		k.faults[i].Params = append(k.faults[i].Params, demand.Param{Name: "line", Value: strconv.Itoa(max(lines[path], 1))})
	}
}
