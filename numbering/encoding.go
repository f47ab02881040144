package numbering

import (
	"bytes"
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"strconv"
)

// AppendText implements [encoding.TextAppender]: the normal form, nothing for no
// number. It never fails.
func (n Number) AppendText(b []byte) ([]byte, error) { return n.Append(b), nil }

// MarshalText implements [encoding.TextMarshaler]; JSON, XML elements and
// attributes, and map keys are written through it. It never fails.
func (n Number) MarshalText() ([]byte, error) { return n.Append(make([]byte, 0, Size)), nil }

// UnmarshalText implements [encoding.TextUnmarshaler]. An empty text is no
// number; any other is read as [ParseBytes] reads it, and n is left as it was
// when that fails.
func (n *Number) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*n = Number{}
		return nil
	}
	got, err := ParseBytes(text)
	if err != nil {
		return err
	}
	*n = got
	return nil
}

// UnmarshalJSON reads a JSON string as UnmarshalText does. Unlike the default,
// null sets n to no number, so that a value decoded into twice never keeps the
// number of somebody else.
func (n *Number) UnmarshalJSON(data []byte) error {
	data = bytes.TrimSpace(data)
	if string(data) == "null" {
		*n = Number{}
		return nil
	}
	if len(data) == Size+2 && data[0] == '"' && data[Size+1] == '"' && wellFormed(string(data[1:Size+1])) {
		copy(n.b[:], data[1:])
		return nil
	}
	var s string
	if len(data) == 0 || data[0] != '"' {
		return fmt.Errorf("numbering: decode JSON: a number is a JSON string or null: write it between quotes")
	}
	if err := json.Unmarshal(data, &s); err != nil {
		return fmt.Errorf("numbering: decode JSON: %w", err)
	}
	return n.UnmarshalText([]byte(s))
}

// Scan implements database/sql.Scanner for text columns. NULL is no number, and
// so are blanks alone, which a CHAR(18) column gives back for an empty text.
func (n *Number) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*n = Number{}
		return nil
	case string:
		return n.UnmarshalText(bytes.TrimSpace([]byte(v)))
	case []byte:
		return n.UnmarshalText(bytes.TrimSpace(v))
	}
	return fmt.Errorf("numbering: scan column: cannot read a number from %T: use a text column", src)
}

// Value implements [driver.Valuer]: the normal form, or NULL for no number.
func (n Number) Value() (driver.Value, error) {
	if n.IsZero() {
		return nil, nil
	}
	return n.String(), nil
}

// MarshalText writes "2010-10", or nothing for the zero Month.
func (m Month) MarshalText() ([]byte, error) { return []byte(m.String()), nil }

// UnmarshalText reads "2010-10"; an empty text is the zero Month.
func (m *Month) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*m = Month{}
		return nil
	}
	if len(text) == len("2010-10") && text[4] == '-' {
		y, err1 := strconv.ParseUint(string(text[:4]), 10, 16)
		mon, err2 := strconv.ParseUint(string(text[5:]), 10, 8)
		if got := (Month{Year: int(y), Month: int(mon)}); err1 == nil && err2 == nil && mon >= 1 && mon <= 12 {
			*m = got
			return nil
		}
	}
	return fmt.Errorf("numbering: decode month: write it as 2010-10")
}

// IsZero reports whether the month is not given.
func (m Month) IsZero() bool { return m == Month{} }
