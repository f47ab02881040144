package server

// room reports whether applicants may send documents: the last of the disk is for the
// acts of the desks, which a flood of documents must not stop. Of a PostgreSQL on
// another machine it is not known.
func (s *Server) room() bool {
	if s.config.DB != "" || s.config.DiskReserve == 0 {
		return true
	}
	free, known := freeSpace(s.config.Data)
	return !known || free > s.config.DiskReserve<<20
}
