package sample

import (
	"bytes"
	"strconv"
	"strings"
)

// beside gives the keys beside each letter on a French keyboard.
var beside = [26]string{"zq", "vn", "xv", "sfe", "rzd", "dgr", "fht", "gjy", "uok", "hku", "jli", "kmo", "lp", "b", "ip", "om", "as", "te", "qdz", "ry", "yi", "cb", "xw", "wc", "tu", "ae"}

// lookalike gives what a reader of scanned forms takes letters for.
var lookalike = strings.NewReplacer("rn", "m", "m", "rn", "l", "i", "I", "L", "RN", "M", "O", "Q", "u", "v", "U", "V", "c", "e", "C", "G", "B", "R", "E", "F")

// typo makes one mistake of typing after a place of b. Letters beyond ASCII are
// left alone, so that the text stays sound.
func (c *clerk) typo(b []byte, from int) []byte {
	n := len(b) - from
	if n < 3 {
		return b
	}
	i := from + 1 + c.rng.IntN(n-1)
	for tries := 0; !letter(b[i]) && tries < 8; tries++ {
		i = from + 1 + c.rng.IntN(n-1)
	}
	if !letter(b[i]) {
		return b
	}
	alone := i+1 == len(b) || b[i+1] >= 0x80
	switch c.rng.IntN(6) {
	case 0, 1: // the key beside, capital or not as the letter was
		keys := beside[(b[i]|0x20)-'a']
		b[i] = keys[c.rng.IntN(len(keys))]&^0x20 | b[i]&0x20
	case 2: // left out
		b = append(b[:i], b[i+1:]...)
	case 3: // typed twice
		b = append(b[:i+1], b[i:]...)
	case 4: // two letters swapped
		if !alone {
			b[i], b[i+1] = b[i+1], b[i]
		}
	case 5: // misread
		if !alone {
			b = append(b[:i], lookalike.Replace(string(b[i:i+2]))+string(b[i+2:])...)
		}
	}
	return b
}

func letter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// typeBirth types birth date, sex and place of birth.
func (c *clerk) typeBirth(out *Filing, a *applicant) {
	y, m, d := a.year, a.month, a.day
	unknown := 0.006
	if a.country != "FR" {
		unknown = 0.03
	}
	switch {
	case d <= 12 && c.slip(0.02):
		m, d = d, m
	case c.slip(unknown):
		m, d = 1, 1
	}
	cell := &out.Cells
	date := appendDate(cell[ColumnBirthDate], y, m, d)
	if c.slip(0.03) {
		at := [...]int{3, 3, 2, 6, 8, 9, 9}[c.rng.IntN(7)]
		date[at] = '0' + (date[at]-'0'+1+byte(c.rng.IntN(3)))%10
	}
	if c.slip(0.012) {
		date = date[:0]
	}
	cell[ColumnBirthDate] = date
	woman := a.woman
	if c.slip(0.006) {
		woman = !woman
	}
	switch {
	case c.slip(0.04):
	case woman:
		cell[ColumnSex] = append(cell[ColumnSex], 'F')
	default:
		cell[ColumnSex] = append(cell[ColumnSex], 'M')
	}
	place := a.place
	switch {
	case c.slip(0.07):
		place = ""
	case a.country == "FR" && c.slip(0.04): // the neighbouring town, or the seat of the département
		place = place[:2] + "0" + strconv.Itoa(10+c.rng.IntN(90))
	}
	cell[ColumnBirthPlace] = append(cell[ColumnBirthPlace], place...)
	if !c.slip(0.06) {
		cell[ColumnBirthCountry] = append(cell[ColumnBirthCountry], a.country...)
	}
	cell[ColumnGroup] = append(cell[ColumnGroup], a.group...)
}

var shortened = strings.NewReplacer("avenue ", "av. ", "boulevard ", "bd ", "allée ", "all ", "place ", "pl. ", "Général ", "Gal ", "Saint-", "St ", "chemin ", "ch. ", "impasse ", "imp. ")

// typeAddress types address, postal code and commune.
func (c *clerk) typeAddress(out *Filing, a *applicant, m manner) {
	cell := &out.Cells
	b := cell[ColumnAddress]
	if !c.slip(0.02) {
		b = append(strconv.AppendInt(b, int64(a.number), 10), ' ')
	}
	street := a.street
	if c.slip(0.18) {
		street = shortened.Replace(street)
	}
	from := len(b)
	b = c.letters(b, street, m)
	if c.slip(0.05) {
		b = c.typo(b, from)
	}
	if a.building != 0 && !c.slip(0.35) {
		b = append(c.letters(append(b, ' '), "Bât ", m), a.building)
	}
	if c.slip(0.03) {
		b = b[:0]
	}
	cell[ColumnAddress] = b
	p := places[a.town]
	if !c.slip(0.03) {
		cell[ColumnPostalCode] = append(cell[ColumnPostalCode], p.postal...)
	}
	cell[ColumnCommune] = append(cell[ColumnCommune], p.commune...)
}

// typeReach types telephone and mail.
func (c *clerk) typeReach(out *Filing, a *applicant) {
	cell := &out.Cells
	if a.phone != 0 && !c.slip(0.1) {
		cell[ColumnPhone] = c.typePhone(cell[ColumnPhone], a.phone)
	}
	if a.mail != "" && !c.slip(0.22) {
		b := append(cell[ColumnEmail], a.mail...)
		if c.slip(0.03) {
			b = c.typo(b, max(0, bytes.IndexByte(b, '@')-5))
		}
		cell[ColumnEmail] = b
	}
}

func (c *clerk) typePhone(b []byte, phone uint32) []byte {
	var digits [12]byte
	nine := strconv.AppendUint(digits[:0], uint64(phone), 10)
	if c.slip(0.03) {
		nine[1+c.rng.IntN(8)] = '0' + byte(c.rng.IntN(10))
	}
	form := 0
	if c.rng.IntN(10) < 3 {
		form = 1 + c.rng.IntN(4)
	}
	switch form {
	case 1:
		return append(append(b, "+33"...), nine...)
	case 2, 3:
		between := " ."[form-2]
		b = append(b, '0', nine[0])
		for i := 1; i < 9; i += 2 {
			b = append(b, between, nine[i], nine[i+1])
		}
		return b
	case 4:
		return append(b, nine...)
	}
	return append(append(b, '0'), nine...)
}
