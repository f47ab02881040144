// Package web is the shell of the reference server: routes that say who may use
// them, pages in French, static files, refusals as problem documents or pages,
// and the headers that keep a browser safe.
//
// Start with New, which gives a Router; Router.Page and Router.Handle register a
// route with its Audience; Router.Pages reads the templates of a room and
// Pages.Render shows one; Router.Problem answers an error; Server sets the
// time limits.
//
//	rt, err := web.New(web.Config{Admit: accounts.Admit, Book: book, Version: "1.0"})
//	pages, err := rt.Pages(nil, templates)
//	rt.Page("GET /demande", web.Public, func(w http.ResponseWriter, r *http.Request) error {
//		return pages.Render(w, r, "start.html", web.View{Title: "Demander un logement social"})
//	})
//
// # A template of a room
//
// Each file defines "main", and is shown inside the layout, which has the skip
// link, the menu, the messages and the footer. Files whose name begins with "_"
// are parts, there for all the files of the room. The functions are static (the
// address of a static file), day, euros, plural, and those that the room gives. A
// room with a style sheet of its own links it in a part "style", and names the
// colours of the shell.
//
// The shell has the parts that all rooms share: "ruled" and "law" for what a rule
// says (a Ruling, which Ruled makes), "tocorrect" for a list of them, "problem" for
// the one sentence that says why nothing was done, "done" for what was.
//
// # What every page is
//
// It works without JavaScript; no script and no style is written in it, the
// policy of content would stop them. Nothing of it is kept by a cache. A form
// posted from another site is refused. A panic gives a page with the number of an
// incident, and the log the rest.
//
// # What it does not do
//
// It knows no account: Config.Admit says who may use a route. It holds no rule:
// sentences and articles are those of the Rulebook.
package web
