package observatory

// RestsOn tells the columns of tables of counts that a column of a measure of
// figures rests on: it must be hidden with any of them. Nil for a measure of
// counts, or one nobody knows.
func RestsOn(measure, column string) []Rest {
	for i := range figures {
		if s := &figures[i]; s.Code == measure {
			return s.rests([]Column{{Code: column}})[0]
		}
	}
	return nil
}
