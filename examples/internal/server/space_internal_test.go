package server

import "testing"

func TestRoom(t *testing.T) {
	s := &Server{config: Config{Data: t.TempDir()}}
	if !s.room() {
		t.Error("without a reserve there is always room")
	}
	free, known := freeSpace(s.config.Data)
	if !known {
		t.Skip("this system does not say how much is free")
	}
	if s.config.DiskReserve = 1; free > 8<<20 && !s.room() {
		t.Errorf("no room with %d bytes free", free)
	}
	if s.config.DiskReserve = free>>20 + 1<<20; s.room() { // a tebibyte more than there is
		t.Error("room beyond the disk")
	}
	if s.config.DB = "postgres://elsewhere"; !s.room() {
		t.Error("the disk of this machine keeps a database of another from documents")
	}
}
