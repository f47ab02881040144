package app

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/fichier-unique/rules/matching"
)

// Memory is how many bytes a job may take; 0 is what the machine says is available.
type Memory int64

// memoryUnits are powers of ten, in English and in French.
var memoryUnits = map[string]float64{"": 1, "o": 1, "k": 1e3, "ko": 1e3, "m": 1e6, "mo": 1e6, "g": 1e9, "go": 1e9, "t": 1e12, "to": 1e12}

// Set reads 2GB, 2 Go, 1,5G or 800M; it serves as a flag.
func (m *Memory) Set(text string) error {
	s := strings.ToLower(strings.Map(func(r rune) rune {
		if r == ' ' || r == '\u00a0' || r == '\u202f' {
			return -1
		}
		return r
	}, text))
	number := strings.TrimRight(s, "bokmgt")
	unit := strings.Replace(s[len(number):], "b", "o", 1)
	scale, known := memoryUnits[unit]
	n, err := strconv.ParseFloat(strings.Replace(number, ",", ".", 1), 64)
	if err != nil || !known || !(n*scale >= 1) || n*scale > 1e18 {
		return errors.New("donner une quantité de mémoire, par exemple 2GB ou 800MB")
	}
	*m = Memory(n * scale)
	return nil
}

// String spells a size in the largest unit that suits.
func (m *Memory) String() string { return sizeText(int64(*m)) }

func sizeText(n int64) string {
	text := func(x float64, unit string) string {
		return strings.Replace(strconv.FormatFloat(x, 'f', 1, 64), ".", ",", 1) + "\u00a0" + unit
	}
	if n < 1e9 {
		return text(float64(n)/1e6, "Mo")
	}
	return text(float64(n)/1e9, "Go")
}

// budget is what may be used, as known when a job begins.
type budget struct {
	limit int64
	known bool
}

func (m Memory) budget() budget {
	if m > 0 {
		return budget{int64(m), true}
	}
	limit, known := availableUnder("/")
	return budget{limit, known}
}

// availableUnder reads what the machine has left, and what the group of the program may still take of it, where the
// system tells.
func availableUnder(root string) (int64, bool) {
	least, known := int64(0), false
	take := func(n int64, ok bool) {
		if ok && (!known || n < least) {
			least, known = max(n, 0), true
		}
	}
	at := func(name string) string { return filepath.Join(root, filepath.FromSlash(name)) }
	kilobytes, ok := lineValue(at("proc/meminfo"), "MemAvailable:")
	take(kilobytes<<10, ok)
	for _, group := range [...][2]string{
		{"sys/fs/cgroup/memory.max", "sys/fs/cgroup/memory.current"},
		{"sys/fs/cgroup/memory/memory.limit_in_bytes", "sys/fs/cgroup/memory/memory.usage_in_bytes"},
	} {
		limit, ok := lineValue(at(group[0]), "")
		used, told := lineValue(at(group[1]), "")
		// Pages of files are given back when they are wanted.
		files, _ := lineValue(at(filepath.ToSlash(filepath.Dir(group[1]))+"/memory.stat"), "inactive_file")
		take(limit-max(0, used-files), ok && told)
	}
	return least, known
}

// lineValue reads the number that follows a name in a file of the system.
func lineValue(name, label string) (int64, bool) {
	data, err := os.ReadFile(name)
	if err != nil {
		return 0, false
	}
	for line := range strings.Lines(string(data)) {
		fields := strings.Fields(strings.TrimPrefix(line, label))
		if strings.HasPrefix(line, label) && len(fields) > 0 {
			n, err := strconv.ParseInt(fields[0], 10, 64)
			return n, err == nil
		}
	}
	return 0, false
}

// tooLarge says that a job would not fit, and what to do.
func tooLarge(what string, need, limit int64) error {
	return fmt.Errorf("%s : il y faudrait %s de mémoire, et %s sont disponibles ; découper le fichier (par département, par exemple), libérer de la mémoire, ou dire ce qui peut servir : -memory %dGB",
		what, sizeText(need), sizeText(limit), (need+1e9-1)/1e9)
}

// announce tells what a job takes before it begins, and refuses one that would not fit. Rows are about as many
// as its files hold.
func (b budget) announce(stage func(string), what string, rows int, need int64) error {
	text := fmt.Sprintf("environ %d lignes, jusqu'à %s de mémoire", rows, sizeText(need))
	if b.known {
		text += ", " + sizeText(b.limit) + " disponibles"
	}
	stage(text)
	if b.known && need > b.limit {
		return tooLarge(fmt.Sprintf("%s : environ %d lignes", what, rows), need, b.limit)
	}
	return nil
}

// hold refuses to go on with more records than fit: a file may hold more than was thought.
func (b budget) hold(what string, records int) error {
	if need := matching.Memory(records); b.known && need > b.limit {
		return tooLarge(fmt.Sprintf("%s : déjà %d lignes", what, records), need, b.limit)
	}
	return nil
}

const (
	lineSample   = 1 << 20 // bytes read to know how long a row is
	xmlRowBytes  = 4000    // of a demand in a national file
	xlsxRowBytes = 350     // of a row of a workbook, packed
	mostPacked   = 40      // times that a table may shrink; more is a size that lies
)

// aboutRows is about how many rows a file holds, and 0 when that cannot be told before it is read.
func aboutRows(name string) int {
	file, err := os.Open(name)
	if err != nil {
		return 0
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return 0
	}
	head := make([]byte, lineSample)
	n, _ := io.ReadFull(file, head)
	head, size := head[:n], info.Size()
	if n > 2 && head[0] == 0x1f && head[1] == 0x8b {
		if head, size = unpacked(file, size); head == nil {
			return 0
		}
	}
	switch lines := bytes.Count(head, []byte("\n")); {
	case kindOf(head) == KindXLSX:
		return int(size / xlsxRowBytes)
	case kindOf(head) == KindXML:
		return int(size / xmlRowBytes)
	case lines > 0:
		return int(size * int64(lines) / int64(len(head)))
	}
	return 0
}

// unpacked gives the beginning of a packed file and the size that its end states.
func unpacked(file *os.File, packed int64) (head []byte, size int64) {
	var end [4]byte
	if _, err := file.ReadAt(end[:], packed-4); err != nil {
		return nil, 0
	}
	size = int64(binary.LittleEndian.Uint32(end[:]))
	if _, err := file.Seek(0, io.SeekStart); err != nil || size > mostPacked*packed {
		return nil, 0
	}
	reader, err := gzip.NewReader(bufio.NewReader(file))
	if err != nil {
		return nil, 0
	}
	head = make([]byte, lineSample)
	n, _ := io.ReadFull(reader, head)
	if n == 0 {
		return nil, 0
	}
	return head[:n], max(size, int64(n))
}
