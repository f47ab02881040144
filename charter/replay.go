package charter

import (
	"encoding/json"
	"fmt"
)

// Replay takes a past decision again, with the charter and the facts of that day:
// the same charter, by name and version, must be among those given. What is found
// now is told beside what was recorded; same reports that they are identical.
func Replay(record Explanation, charters ...*Charter) (now Explanation, same bool, err error) {
	for _, c := range charters {
		if c.Name != record.Charter || c.Version != record.Version {
			continue
		}
		q := record.Question
		d := Decide(c, q.Actor, q.Act, q.Facts, q.On)
		now = d.Explain()
		before, err := json.Marshal(record)
		if err != nil {
			return now, false, fmt.Errorf("charter: replay: write the record: %w", err)
		}
		after, err := json.Marshal(now)
		return now, err == nil && string(before) == string(after), err
	}
	return Explanation{}, false, fmt.Errorf("charter: replay: charter %s, version %s, is not among those given", record.Charter, record.Version)
}
