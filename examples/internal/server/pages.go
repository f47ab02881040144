package server

import (
	"io/fs"
)

// mailTemplates are the texts of the mails of the rooms.
func mailTemplates() []fs.FS { return nil }

// mountPages registers the pages of people.
func (s *Server) mountPages() error {
	if s.config.Demo {
		return s.mountDemo()
	}
	return nil
}
