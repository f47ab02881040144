package peers_test

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"encoding/xml"
	"testing"

	"github.com/go-playground/validator/v10"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/sne"
)

//go:embed testdata/household.json
var household []byte

//go:embed testdata/household.xml
var householdXML []byte

var setting = demand.Setting{AsOf: demand.MustDate("2011-12-01"), Profile: demand.Profile2010}

func decoded(t testing.TB) demand.Form {
	t.Helper()
	form, faults := demand.DecodeForm(household)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	return form
}

// tagged is the form as a user of struct tags would write it: codes, lengths and
// shapes, without any rule between two fields.
type tagged struct {
	Version     string `json:"version" validate:"omitempty,oneof=14069*01 14069*02 14069*03 14069*04 14069*05"`
	Number      string `json:"number" validate:"omitempty,len=18,alphanum"`
	Desk        string `json:"desk" validate:"omitempty,len=5,alphanum"`
	DepositedOn string `json:"deposited_on" validate:"omitempty,datetime=2006-01-02"`
	RenewedOn   string `json:"renewed_on" validate:"omitempty,datetime=2006-01-02"`
	Applicant   person `json:"applicant"`
	CoHolders   []struct {
		Link   string `json:"link" validate:"omitempty,oneof=M P C L"`
		Person person `json:"person"`
	} `json:"co_holders" validate:"dive"`
	Dependants []struct {
		Name       string `json:"name"`
		FirstNames string `json:"first_names"`
		BirthDate  string `json:"birth_date" validate:"omitempty,datetime=2006-01-02"`
		Sex        string `json:"sex" validate:"omitempty,oneof=M F"`
		Kinship    string `json:"kinship" validate:"omitempty,oneof=P E A"`
	} `json:"dependants" validate:"dive"`
	Custody []struct {
		BirthDate   string `json:"birth_date" validate:"omitempty,datetime=2006-01-02"`
		Sex         string `json:"sex" validate:"omitempty,oneof=M F"`
		Arrangement string `json:"arrangement" validate:"omitempty,oneof=G D"`
	} `json:"custody" validate:"dive"`
	PersonsToHouse int `json:"persons_to_house" validate:"gte=0,lte=50"`
	Present        struct {
		Kinds       []string `json:"kinds" validate:"dive,oneof=HLM LP RS RHVS RE SLHT SH CDEFCM CPE CP LTG FONC POCC CAMCAR HOT SD SQUAT"`
		MonthlyRent string   `json:"monthly_rent" validate:"omitempty,numeric"`
		Occupants   int      `json:"occupants" validate:"gte=0,lte=50"`
		Category    string   `json:"category" validate:"omitempty,oneof=A M"`
		Type        string   `json:"type" validate:"omitempty,oneof=C T1 T2 T3 T4 T5 T6P"`
		Surface     string   `json:"surface" validate:"omitempty,numeric"`
	} `json:"present_housing"`
	Reasons []struct {
		Code string `json:"code" validate:"oneof=01 02 03 04 05 06 07 08 09 10 11 12 13 14 15 16 17 18 19 20 21 22 23"`
	} `json:"reasons" validate:"dive"`
	Wanted struct {
		Category string   `json:"category" validate:"omitempty,oneof=A M I"`
		Types    []string `json:"types" validate:"required,dive,oneof=C T1 T2 T3 T4 T5 T6P"`
		Places   []struct {
			Commune string `json:"commune" validate:"required,len=5,alphanum"`
		} `json:"places" validate:"required,max=10,dive"`
	} `json:"wanted"`
}

type person struct {
	Civility        string `json:"civility" validate:"omitempty,oneof=1 2 3"`
	UsedName        string `json:"used_name" validate:"required"`
	FirstNames      string `json:"first_names" validate:"required"`
	BirthDate       string `json:"birth_date" validate:"required,datetime=2006-01-02"`
	Sex             string `json:"sex" validate:"omitempty,oneof=M F"`
	Nationality     string `json:"nationality" validate:"omitempty,oneof=1 2 3"`
	FamilySituation string `json:"family_situation" validate:"omitempty,oneof=C M D S P U V"`
	MobilePhone     string `json:"mobile_phone" validate:"omitempty,min=10"`
	Email           string `json:"email" validate:"omitempty,email"`
	Address         struct {
		PostalCode string `json:"postal_code" validate:"omitempty,len=5,numeric"`
		Commune    string `json:"commune" validate:"omitempty,len=5,alphanum"`
	} `json:"address"`
	Work struct {
		Situation string `json:"situation" validate:"omitempty,oneof=CDI CDD ART CHO APP ETU RET AUT"`
	} `json:"work"`
	Received []struct {
		Code    string `json:"code" validate:"oneof=SAL RET CHO PAR PINV AF AAH AEEH AJPP RSA AMV PAJE BE AUT"`
		Monthly string `json:"monthly" validate:"omitempty,numeric"`
	} `json:"received" validate:"dive"`
}

func schema(t testing.TB) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(demand.Schema()))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("form.json", doc); err != nil {
		t.Fatal(err)
	}
	out, err := c.Compile("form.json")
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// All of them accept the household the benchmarks use.
func TestAllAccept(t *testing.T) {
	form := decoded(t)
	if faults := append(demand.Validate(&form, setting), demand.Registrable(&form, setting)...); len(faults) > 0 {
		t.Error(faults)
	}
	doc, _ := jsonschema.UnmarshalJSON(bytes.NewReader(household))
	if err := schema(t).Validate(doc); err != nil {
		t.Error(err)
	}
	var tags tagged
	if err := json.Unmarshal(household, &tags); err != nil {
		t.Fatal(err)
	}
	if err := validator.New().Struct(&tags); err != nil {
		t.Error(err)
	}
	if rec := read(t); rec.Form.Applicant.UsedName == "" || len(rec.Findings) > 0 {
		t.Errorf("%+v", rec.Findings)
	}
	var std stdFile
	if err := xml.Unmarshal(householdXML, &std); err != nil || std.Demands[0].Household.Applicant.Name == "" || len(std.Demands[0].Household.Dependants) != 2 {
		t.Errorf("%v %+v", err, std)
	}
}

func BenchmarkValidate(b *testing.B) {
	form := decoded(b)
	b.ReportAllocs()
	for b.Loop() {
		if len(demand.Validate(&form, setting))+len(demand.Registrable(&form, setting)) > 0 {
			b.Fatal("a fault")
		}
	}
}

func BenchmarkValidateTags(b *testing.B) {
	var tags tagged
	if err := json.Unmarshal(household, &tags); err != nil {
		b.Fatal(err)
	}
	v := validator.New()
	b.ReportAllocs()
	for b.Loop() {
		if v.Struct(&tags) != nil {
			b.Fatal("an error")
		}
	}
}

func BenchmarkValidateJSONSchema(b *testing.B) {
	s := schema(b)
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(household))
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if s.Validate(doc) != nil {
			b.Fatal("an error")
		}
	}
}

func BenchmarkJSONStrict(b *testing.B) {
	b.SetBytes(int64(len(household)))
	b.ReportAllocs()
	for b.Loop() {
		if _, faults := demand.DecodeForm(household); len(faults) > 0 {
			b.Fatal(faults)
		}
	}
}

func BenchmarkJSONStandard(b *testing.B) {
	b.SetBytes(int64(len(household)))
	b.ReportAllocs()
	for b.Loop() {
		var f demand.Form
		if err := json.Unmarshal(household, &f); err != nil {
			b.Fatal(err)
		}
	}
}

func read(t testing.TB) sne.Record {
	r, err := sne.Read(bytes.NewReader(householdXML), sne.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	for rec, err := range r.Records() {
		if err != nil {
			t.Fatal(err)
		}
		return rec
	}
	t.Fatal("no demand")
	return sne.Record{}
}

func BenchmarkXMLStrict(b *testing.B) {
	b.SetBytes(int64(len(householdXML)))
	b.ReportAllocs()
	for b.Loop() {
		read(b)
	}
}

func BenchmarkXMLStandard(b *testing.B) {
	b.SetBytes(int64(len(householdXML)))
	b.ReportAllocs()
	for b.Loop() {
		var f stdFile
		if err := xml.Unmarshal(householdXML, &f); err != nil {
			b.Fatal(err)
		}
	}
}
