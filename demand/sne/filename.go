package sne

import (
	"fmt"
	"strings"
	"time"
)

// FileKind opens the name of an exchanged file.
type FileKind string

// The kinds of files seen in exchanges.
const (
	DemandFile      FileKind = "DEM" // DEMG1226-201803151012-000000.xml
	CertificateFile FileKind = "CER" // CERG1226-201803151012.pem
	AttestationFile FileKind = "ATT" // ATTGDPUB-202312181400-000123.pdf
)

// FileName is the name of an exchanged file, in its parts.
// Source: client of the interface and a published attestation. Confidence: V2.
type FileName struct {
	Kind      FileKind
	Desk      string    // five characters
	At        time.Time // to the minute; the zone is not in the name
	Sequence  int       // six digits; none for a certificate
	Extension string    // "xml", "pem", "pdf"
}

// String writes the name.
func (n FileName) String() string {
	stamp := n.At.Format("200601021504")
	if n.Kind == CertificateFile {
		return fmt.Sprintf("%s%s-%s.%s", n.Kind, n.Desk, stamp, n.Extension)
	}
	return fmt.Sprintf("%s%s-%s-%06d.%s", n.Kind, n.Desk, stamp, n.Sequence, n.Extension)
}

// ParseFileName reads a name; the error says which part is wrong. The hour is
// read as universal time: the name does not say its zone.
func ParseFileName(name string) (FileName, error) {
	stem, extension, dotted := strings.Cut(name, ".")
	parts := strings.Split(stem, "-")
	if !dotted || extension == "" || len(parts[0]) != 8 {
		return FileName{}, errFileName("three letters (DEM, CER, ATT), the five characters of the desk, and an extension")
	}
	n := FileName{Kind: FileKind(parts[0][:3]), Desk: parts[0][3:], Extension: extension}
	want := 3
	switch n.Kind {
	case DemandFile, AttestationFile:
	case CertificateFile:
		want = 2
	default:
		return FileName{}, errFileName("DEM, CER or ATT at the beginning")
	}
	if len(parts) != want {
		return FileName{}, errFileName("parts joined by hyphens: desk, moment, and the rank of the file but for a certificate")
	}
	at, err := time.Parse("200601021504", parts[1])
	if err != nil || at.Format("200601021504") != parts[1] {
		return FileName{}, errFileName("the moment as twelve digits, year to minute")
	}
	n.At = at
	if want == 3 {
		if len(parts[2]) != 6 || strings.Trim(parts[2], "0123456789") != "" {
			return FileName{}, errFileName("the rank of the file as six digits")
		}
		n.Sequence, _ = parseInteger(parts[2])
	}
	return n, nil
}

type errFileName string

func (e errFileName) Error() string { return "sne: parse file name: expected " + string(e) }
