// Package territory tells which commune, EPCI, canton, arrondissement, département
// or région a code was on a day from 2010 to 2026, and what it is on another day.
//
// Start with [France], then [Atlas.At] (which commune was this, that day),
// [Atlas.Forward] and [Atlas.Backward] (what has it become, what was it made of),
// [Atlas.Holder] (in which EPCI or région) and [Atlas.On] for a [Geography], the
// communes of a day numbered from 0, by which the figures of an observatory are
// counted. Territories below the commune (quartiers, QPV) are a caller's table,
// [NewZones]; territories of a caller's own that hold others, [NewNesting].
//
//	france := territory.France()
//	was, _ := france.At("21452", demand.MustDate("2015-01-01"))      // Neuilly-lès-Dijon
//	is, _ := france.Forward("21213", demand.MustDate("2015-01-01"), today) // Neuilly-Crimolois
//
// # What is known, and what is not
//
//   - Communes: every merger, split, change of name or code from 2 January 2010.
//     The day of the events of 2025 and 2026 is that of the next 1 January.
//   - EPCI: the lists of 1 January 2019 to 2026; before, only the members of the
//     Grand Dijon, of which the 22, then 24, then 23 communes are known by day.
//     Elsewhere the answer is unknown (TER-PER-01), never the EPCI of today: no list
//     of 2010 to 2018 was found among the open sources of the tables.
//   - Arrondissements: the lists of 2019 and of 2021 to 2026. For 2020, a commune
//     that was in the same one the year before and the year after was there
//     (Certainty Inferred).
//   - Cantons: those of 2024, inferred for 2025 and 2026; before, unknown in the same
//     way, for no list of those years was found either. A commune split over several
//     cantons is in none of them whole: its code ends in 99. Names are not carried.
//   - Whoever has a list of those years gives it: [NewNesting] for what holds
//     communes, [NewZones] for what they hold.
//   - Départements: from the code of the commune; Mayotte is one since 31 March
//     2011. Régions: those before and since 1 January 2016.
//
// A canton does not nest in an EPCI, nor an EPCI in a département, nor a QPV in a
// quartier: [Nests] says which levels do, and [Geography.Relation] how two
// territories lie. It knows no boundaries and no population.
//
// # Compatibility
//
// From v1, codes of faults and names of levels are kept.
package territory
