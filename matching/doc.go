// Package matching finds duplicates (doublons) in files of applications: which records are one person,
// and which demands are one demand.
//
// Start with [New], which folds records, indexes their keys and learns the weights of the file;
// [Set.Clusters], which gives the records found to be one person and the pairs left to a clerk; and
// [Set.Demands], which draws from them the demands filed twice. [FromForm] makes records from a form,
// [Set.Pairs] streams every compared pair, and [Comparison.Explain] says in one sentence why two records
// are brought together or kept apart. A large file is read into several [Batch], which [Join] brings
// together; a [Runner] lets every step use the processors of the caller. [Index] answers one record at a
// time; [Set.ClustersUnder] obeys what clerks decided, and [Set.Refined] learns from it; [Memory] tells what a file will take before it is read.
//
// # How it works
//
// Names are folded to upper-case ASCII and interned; birth and used names are compared crosswise, first
// names as a set, each at levels that go from equality through spelling variants, Jaro–Winkler similarity,
// French pronunciation and counted slips to difference. Records that share the value of one of some
// thirty narrow keys (see [Key]) are compared; a file of at most 1,200 records is compared whole.
//
// The weights are those of Fellegi and Sunter, learned from the file itself without any label. How often
// strangers agree is read from the frequencies of values and from random pairs; how often records of one
// person do, by expectation–maximisation over the table of agreement patterns of a sample of the candidate
// pairs, which costs milliseconds whatever the number of pairs. Defaults stand for some pairs already seen,
// so that a small file leans on them and a large one forgets them. Four things set it apart from the usual
// model:
//
//   - Relatives are a class of their own. Two persons of one household share address, telephone, surname and
//     birth place; adding such evidence up makes one person of a couple. Here it speaks for "one person or two
//     relatives", and first name and birth date decide. A file without households teaches that the class is
//     empty, and a shared address then counts in full: no setting is needed for either.
//   - Namesakes are a class too: names go together oftener than chance, and namesakes are often of one age.
//   - Rarity is joint: a name and a first name, or a name and a birth place, that many records have together
//     weigh no more than the two together are rare, and so do name, first name and birth date that more than
//     eight records have. A mail made of the name says nothing new.
//   - What stands for nothing known (INCONNU, 1900-01-01, 06 06 06 06 06) counts as missing, by a list of our
//     own; so do a telephone and a mail that more than fifty records share. [Set.Report] counts them. What is
//     not on the list is told by its crowd, and a crowd teaches the weights no more than one person would.
//   - Vetoes hold where the file shows households: other first names with another birth date, or with the same
//     one (twins), and fifteen years between namesakes of one family. Two unique numbers are a veto anywhere.
//
// These choices were made while looking at the errors on the files named below: the figures on them are
// those of files the model was developed on, not of unseen ones. The same defaults and the one threshold
// serve all of them; no list of names was taken from them.
//
// The outcome is the same whatever the order of the records, the batches they came in and the runner.
// Work is bounded: a value shared by more than 128 records is split by a second key, what is still too large
// is compared by neighbourhood, and a broad key uses its rarest values within a budget. [Set.Report] says for
// each key what was proposed and what was skipped; nothing is skipped unsaid.
//
// # What was measured
//
// F1 of clusters after closure, default model, no labels, the one threshold of [MergeThreshold]; go test -v
// -run TestQuality ./matching prints it again where the labelled files are at hand:
//
//	Febrl 1, without social security number   0.999
//	Febrl 2, without                          1.000
//	Febrl 4, without / with                   0.998 / 1.000
//	fake_1000 (Splink)                        0.975
//	20,000 French applicants, realistic       0.995 (precision 0.9997, recall 0.990)
//
// On files of 100,000 of another generator and other seeds: realistic 0.988 (precision 0.9991, recall 0.977),
// hard 0.958.
//
// On a 2-core machine (Intel Xeon at 2.1 GHz) in a quiet minute, "batch dedupe" on the file that "batch sample -people N"
// writes takes 1.0 s, 1.6 s of its processors and 0.11 GB for 100,000 records (1.2 million pairs compared); 7.7 s, 14 s
// and 0.72 to 0.79 GB for 1,000,000 (19 million); 37 s, 64 s and 2.2 GB for 3,000,000 (119 million). Beside other work,
// which takes the caches, processor seconds are a quarter to a third more. In an [Index] of 1,000,000,
// "batch index -bench 20000" finds a record in 26 µs half of the time and in 97 µs 99 times in 100, with one allocation,
// and a record takes 404 bytes.
//
// # What it does not do
//
// It never merges anything: a verdict "merge" is a proposal sure enough to be acted on without a
// person, and reversible as long as the caller keeps the records. It reads no file and writes no log.
//
// # Limits
//
//   - The weights of a file depend on the file: adding records moves them by a fraction of a bit, so that a
//     pair at the very threshold may change sides.
//   - In a file that shows no households (no address, no telephone, or nobody sharing them) the vetoes of
//     households do not apply, and twins rest on the weights alone.
//   - Errors of one record in several fields are taken to be independent; a desk that spoils all its dates
//     lowers the weight of dates for all.
//   - The table of first-name variants is short, and the phonetic key knows French spelling only.
//   - An address is compared by its words; there is no reference of addresses.
//   - Somebody really called Test, or born on 1 January 1900, is known by the other fields only. A person filed
//     more than eight times under one name, first name and date, with nothing else in common, is not brought
//     together: [Report] counts such records (Crowded).
//   - A record without first name and birth date goes to a person, never to a merge, where the file shows
//     households and no reference names it.
//   - Children in shared custody are not records, and dependants link no demands.
//   - In blocks that are too large two records far apart in order of name meet only through another key.
//   - Decisions of clerks refine the weights from fifty of each kind, by one bit at most: they mend what the
//     file could not tell, and improve little where it told all.
//   - An [Index] keeps the weights of the set it was made from until it is made again, and looks at no value
//     that more than 128 records share; [Searcher.Skipped] counts them.
//   - Positions are 32-bit: a set holds fewer than four thousand million records.
//
// # Compatibility
//
// Codes of fields, levels, keys, vetoes and reasons are stable. Defaults, learned weights and the
// tables may change with a minor version, and are then named in the changelog, since other pairs may be
// found.
package matching
