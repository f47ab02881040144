// Package sne reads and writes the XML of the national system (interface
// InterfaceNuu, versions 02.00 and 02.01), in both its profiles: the outbound
// extract and the file sent to create a demand.
//
// Start with [Read], which gives one [Record] at a time whatever the size of
// the file, [Check], which says what a profile requires and a record lacks, and
// [Write]. What a record holds that the form has no place for is kept in
// Record.Extra and written back; what the form holds and the interface cannot
// carry is listed by [Lost].
//
// # What is sure
//
// Names and codes come from the published sample of interface 02.00 and from
// the lists of a published client (confidence V2). Four groups were seen nowhere and are
// written under names of ours (confidence INF): listeMotifDemande/motifDemande,
// categorieLogementSouhaite, telDomicile and personneMorale. The disability
// supplement is not written: see [Lost].
//
// # What it does not do
//
// It does not speak SOAP, does not sign, does not validate against the official
// schema, which is not redistributed, and does not read answers (anomalies,
// duplicates). A document type, an entity, an element nested too deep or a
// demand too large is refused: nothing is ever expanded.
//
// # Compatibility
//
// From v1, what one version wrote, every later one reads; codes of faults are
// never given another meaning.
package sne
