package demand

import (
	"fmt"
	"strconv"
)

// Date is a civil day: no hour, no time zone. The zero value means "no date".
// It is comparable with ==; use Compare for order.
type Date struct {
	n uint32 // year<<9 | month<<5 | day, so that order is that of numbers
}

// NewDate returns the given day, or false when the calendar has no such day.
// Years 1 to 9999 are accepted.
func NewDate(year, month, day int) (Date, bool) {
	if year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month) {
		return Date{}, false
	}
	return pack(year, month, day), true
}

// ParseDate reads the ISO form YYYY-MM-DD and nothing else.
func ParseDate(text string) (Date, error) {
	if len(text) != 10 || text[4] != '-' || text[7] != '-' {
		return Date{}, errDateShape
	}
	y, ok1 := digits(text[0:4])
	m, ok2 := digits(text[5:7])
	d, ok3 := digits(text[8:10])
	if !ok1 || !ok2 || !ok3 {
		return Date{}, errDateShape
	}
	date, ok := NewDate(y, m, d)
	if !ok {
		return Date{}, errDateDay
	}
	return date, nil
}

// MustDate is ParseDate for constants of a program: tables, tests, examples.
// It returns the zero Date when the text is not a date.
func MustDate(text string) Date {
	d, _ := ParseDate(text)
	return d
}

type dateError string

func (e dateError) Error() string { return string(e) }

const (
	errDateShape = dateError("demand: parse date: not of the form YYYY-MM-DD; write four digits of year, two of month, two of day")
	errDateDay   = dateError("demand: parse date: the calendar has no such day; check month and day")
)

func digits(s string) (int, bool) {
	n := 0
	for i := range len(s) {
		c := s[i]
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int(c-'0')
	}
	return n, true
}

// Year, Month and Day give the parts; all are 0 for the zero Date.
func (d Date) Year() int { return int(d.n >> 9) }

// Month is 1 to 12, or 0 for the zero Date.
func (d Date) Month() int { return int(d.n >> 5 & 15) }

// Day is the day of the month, or 0 for the zero Date.
func (d Date) Day() int { return int(d.n & 31) }

// IsZero reports whether there is no date.
func (d Date) IsZero() bool { return d.n == 0 }

// Compare is negative when d comes before other, 0 when they are the same day,
// positive when d comes after. "No date" comes before every date.
func (d Date) Compare(other Date) int { return int(d.n) - int(other.n) }

func pack(year, month, day int) Date { return Date{uint32(year)<<9 | uint32(month)<<5 | uint32(day)} }

// Before reports whether both dates are known and d comes first.
func (d Date) Before(other Date) bool {
	return d.n != 0 && d.n < other.n
}

// After reports whether both dates are known and d comes last.
func (d Date) After(other Date) bool { return other.Before(d) }

// AddMonths moves by whole months. When the month of arrival is too short the
// last day of that month is taken: 31 January + 1 month = 28 or 29 February.
// Law: usual computation of delays (code de procédure civile art. 641).
// Confidence: U, recalled and widely applied.
func (d Date) AddMonths(n int) Date {
	if d.IsZero() {
		return d
	}
	months := d.Year()*12 + d.Month() - 1 + n
	year, month := months/12, months%12+1
	if months < 12 || year > 9999 {
		return Date{}
	}
	return pack(year, month, min(d.Day(), daysIn(year, month)))
}

// AddYears moves by whole years; 29 February + 1 year = 28 February.
func (d Date) AddYears(n int) Date { return d.AddMonths(12 * n) }

// AddDays moves by days of the calendar.
func (d Date) AddDays(n int) Date {
	if d.IsZero() {
		return d
	}
	return fromDays(d.days() + n)
}

// DaysSince counts the days from other to d; negative when d comes first.
func (d Date) DaysSince(other Date) int { return d.days() - other.days() }

// MonthsSince counts the whole months elapsed from other to d, 0 when d comes
// first or when either is unknown. From 31 January, one month has elapsed on the last day of February.
func (d Date) MonthsSince(other Date) int {
	if d.IsZero() || other.IsZero() || d.Compare(other) < 0 {
		return 0
	}
	n := (d.Year()-other.Year())*12 + d.Month() - other.Month()
	if other.AddMonths(n).Compare(d) > 0 {
		n--
	}
	return n
}

// AgeOn gives the completed years of somebody born on d, on the given day.
// A person born on 29 February completes a year on 28 February of common years.
func (d Date) AgeOn(day Date) int { return day.MonthsSince(d) / 12 }

func leap(year int) bool { return year%4 == 0 && (year%100 != 0 || year%400 == 0) }

func daysIn(year, month int) int {
	switch month {
	case 2:
		if leap(year) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}

// days counts days since 0000-03-01 of the proleptic Gregorian calendar.
func (d Date) days() int {
	y, m := d.Year(), d.Month()
	if m <= 2 {
		y--
		m += 12
	}
	return 365*y + y/4 - y/100 + y/400 + (153*(m-3)+2)/5 + d.Day() - 1
}

func fromDays(n int) Date {
	if n < 306 || n > 3652364 {
		return Date{}
	}
	y := (10000*n + 14780) / 3652425
	rest := n - (365*y + y/4 - y/100 + y/400)
	if rest < 0 {
		y--
		rest = n - (365*y + y/4 - y/100 + y/400)
	}
	mi := (100*rest + 52) / 3060
	month := (mi+2)%12 + 1
	year := y + (mi+2)/12
	day := rest - (mi*306+5)/10 + 1
	date, _ := NewDate(year, month, day)
	return date
}

// String gives YYYY-MM-DD, or nothing for the zero Date.
func (d Date) String() string { return string(d.append(nil)) }

func (d Date) append(dst []byte) []byte {
	if d.IsZero() {
		return dst
	}
	return fmt.Appendf(dst, "%04d-%02d-%02d", d.Year(), d.Month(), d.Day())
}

// MarshalText writes YYYY-MM-DD; the zero Date is empty.
func (d Date) MarshalText() ([]byte, error) { return d.append(nil), nil }

// UnmarshalText reads YYYY-MM-DD; an empty text is the zero Date.
func (d *Date) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = Date{}
		return nil
	}
	parsed, err := ParseDate(string(text))
	if err == nil {
		*d = parsed
	}
	return err
}

// French writes the day as people read it: 31/12/2010.
func (d Date) French() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%02d/%02d/%s", d.Day(), d.Month(), strconv.Itoa(d.Year()))
}
