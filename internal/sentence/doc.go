// Package sentence turns codes and parameters into sentences, in French or in
// English, when a program is about to show them to somebody.
//
// Start with [New], which checks and compiles a catalogue of [Row], and
// [Book.Render], which writes one sentence. [Book.Codes] lists what a book knows.
//
// The rooms above hand out values (a code and its parameters), never
// sentences: each room keeps its rows beside its rules, and only the program
// at the edge chooses a language. Any French asks for French, any English for
// English, and every other language is answered in French, the language of the
// law.
//
// What it does not do: it formats no number and no date (parameters arrive as
// text, written by whoever knows what they are) and it chooses no plural form.
// A sentence that counts is written so that it reads well whatever the count
// ("pièces manquantes : {count}").
package sentence
