// Package peers compares the library with what a program would use instead, on
// the same documents and in the same run: a JSON Schema validator, a validator of
// struct tags, the decoders of the standard library, an engine of policies. It is
// a module of its own, so that nobody inherits its requirements:
//
//	cd examples/peers && GOWORK=off go test -run '^$' -bench . -count 5
//
// # The charter beside an engine of policies
//
// The rules of the charter that speak of registering, renewing, striking off and
// seeing a demand are written again as sixty Cedar policies (cedar_test.go, our
// text). A test puts eight thousand requests to both and wants the same answer,
// allowed or not; every policy speaks at least once. What Cedar does not reckon,
// delays in months and places of communes, is worked out for it beforehand, outside
// the measure. Both in turn, every four hundred decisions, medians:
//
//	GOWORK=off go test -run '^$' -bench DecideSideBySide -count 5
//
// On two shared and busy cores of an Intel Xeon, the charter decides some twenty
// times faster, and allocates nothing where Cedar allocates 23 times:
//
//	             charter   Cedar    times
//	all           540 ns  10.9 µs   19
//	allowed       730 ns  15.8 µs   22
//	register      570 ns  16.6 µs   33
//	renew         290 ns   7.4 µs   25
//	strike off    580 ns  14.6 µs   25
//	see           340 ns   7.5 µs   22
//
// A policy of another act costs Cedar only the look at its scope; the charter also
// works out the dates and tells, on demand, what would change each answer.
//
// # The observatory beside SQL
//
// The same demands are counted by SQLite (modernc.org/sqlite) and by the
// observatory: by first choice and by any, by type, by four dimensions, medians and
// ninth deciles of the age, by commune, EPCI and département. Twenty thousand in
// the tests; FICHIER_DEMANDS asks for another number, and for the times:
//
//	FICHIER_DEMANDS=1000000 GOWORK=off go test -v -run SQL
//
// A million demands gave the same counts, 60 s in SQL and 0.4 s here on one busy core.
//
// DuckDB, an engine made for such counts, is asked too where its program is in the path, or
// named by FICHIER_DUCKDB; both hold the same demands in memory and have two processors:
// counts by four dimensions, and number, median and ninth decile of the age by type, at
// three levels. Every cell is compared, and the times are told:
//
//	FICHIER_DEMANDS=10000000 GOWORK=off go test -v -run BesideDuckDB
//
// Medians of five in turn, two cores of an Intel Xeon, DuckDB 1.5.6: 0.14 s here and 0.83 s
// there for a million demands (1.4 million cells), 1.2 s and 5.7 s for ten million.
//
// # Comparison of names
//
// Pairs of folded names of 3 to 16 letters (names_test.go), beside xrash/smetrics and
// antzucaro/matchr; a test wants the same answers. On two shared and busy cores of an
// Intel Xeon, medians of five:
//
//	                library  smetrics  matchr
//	Jaro–Winkler     127 ns    204 ns  226 ns
//	edits            125 ns    963 ns  1.06 µs
//
// Nothing is allocated; for edits the peers allocate once. smetrics counts no swap of
// neighbours as one edit, which the others do.
package peers
