module github.com/fichier-unique/rules

go 1.26.0

require (
	github.com/shopspring/decimal v1.6.0
	github.com/xrash/smetrics v0.0.0-20250705151800-55b8f293f342
	golang.org/x/text v0.43.0
)

// For tests only.
require github.com/google/go-cmp v0.7.0
