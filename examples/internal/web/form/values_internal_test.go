package form

import "testing"

func TestLine(t *testing.T) {
	for typed, want := range map[string]string{
		" Zzyzx ":                     "Zzyzx",
		"Zz\x00y\x07zx":               "Zz y zx",
		"Zz\ny\r\nzx":                 "Zz y  zx",
		"Zz\u202exzy\u2066\u200f":     "Zzxzy", // what turns the writing around
		"O\u2019Brien\u00a0de\u202fX": "O\u2019Brien\u00a0de\u202fX",
		"\xff":                        "\ufffd",
	} {
		if got := line(typed); got != want {
			t.Errorf("%q gives %q, want %q", typed, got, want)
		}
	}
	if got := lines("a\r\nb\u202ec\rd"); got != "a\nbc\nd" {
		t.Errorf("%q", got)
	}
}
