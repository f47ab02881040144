// Package simulator is a national registration system for tests: it takes the
// files of the interface, keeps what they say by unique number, and answers as
// the real one may, its bad days included.
//
// Start with New and Simulator.Handler for HTTP, Folder for files dropped in a
// folder, Main for the command line. Extract gives all it holds, in the outbound
// profile of the interface, for a reconciliation.
//
// # What it checks
//
// The same rules as the file: the library's. A file must be of the interface
// (sne.Read, sne.Check), a demand valid and registrable (demand.Validate,
// demand.Registrable) on the day of its file. Beside them, what only a system
// that remembers can check: the number agrees with the territory, the desk and
// the month of deposit; a demand is created once, and known before it is
// modified, renewed or struck off; days follow each other; a demand not renewed is
// struck off from thirteen months on and comes back until eighteen. The codes of
// the library are given as they are, those of the simulator begin with SIM_: the
// list of the real ones is not public.
//
// The same file sent again has no second effect and the same answer, byte for
// byte. Another demand with the same name, first name and day of birth is told
// among the duplicates; it refuses nothing.
//
// # Services
//
// By SOAP: demandeLogement takes a file as POST /demandes does; doublons answers
// with the demands under way of the same persons, and takes nothing;
// demandesRadieesDepuisLe gives what was struck off since the day of the file's
// header. What doublons and demandesRadieesDepuisLe take and give is ours (INF).
//
// # Its bad days
//
// Faults sets outages, slow days, refusals without reason, lost answers and files
// that come twice. They are drawn from the seed and the name of the file or the
// day, never from the order of calls: the same seed, clock and files give the same
// answers.
//
// # What it does not do
//
// It is no copy of the national system, whose checks and answers are not public.
// It keeps nothing on disk but, in a folder, the files it took, which it reads
// again when it starts. It asks for no certificate: put it behind the same proxy
// as the rest to try one.
package simulator
