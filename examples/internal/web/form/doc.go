// Package form turns a demand.Form into the fields of a page, and what a page
// posts back into a demand.Form, step by step, without JavaScript.
//
// Start with Steps, the steps that apply to a form; Fields gives the fields of
// a step, to be shown by the template "fields" (Templates); Read takes what was
// posted over the form that was there, and says what could not be read;
// Reading.Act does what a button of the page asks (add, remove, move up).
//
// # Names
//
// A field is named by its JSON path ("dependants[0].birth_date"); what is posted
// under another name is not read, and a field that the step does not show is never
// changed: nobody gives himself a number or a date of deposit. Beside a field may
// stand:
//
//	PATH.rows     how many lines of a list the page showed
//	PATH.none     ticked: there is none (an empty list, not an unknown one)
//	PATH.shown    the boxes of PATH were shown: none ticked means none
//	PATH.search   the name of a commune that is looked for
//	action        the button: next, back, save, add:PATH, remove:PATH[i],
//	              up:PATH[i], search:PATH
//
// # What is not lost
//
// A value that cannot be read (31/02/2010, "douze euros") or is too long is kept as
// it was typed in Reading.Raw, to be shown again beside what is wrong with it: no
// field cuts what is pasted into it. An answer that no longer applies stays in the
// form until Prune takes it away.
//
// # What it does not do
//
// It judges nothing: faults are those of the library, given to Fields, which puts
// each beside its field. It knows no store and no address but that of the search
// of communes (Routes).
package form
