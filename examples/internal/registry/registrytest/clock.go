package registrytest

import (
	"sync"
	"testing"
	"time"
)

// Clock is a clock that a test moves. It gains a millisecond each time it is
// read, so that no two acts are of the same moment.
type Clock struct {
	t    testing.TB
	hour time.Duration
	zone *time.Location

	mu sync.Mutex
	at time.Time
}

// Now reads the clock.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(time.Millisecond)
	return c.at
}

// Day goes to a day (2011-03-10), at the hour of the clock.
func (c *Clock) Day(day string) {
	c.t.Helper()
	at, err := time.ParseInLocation(time.DateOnly, day, c.zone)
	if err != nil {
		c.t.Fatal(err)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = at.Add(c.hour)
}

// Forward lets years, months and days go by.
func (c *Clock) Forward(years, months, days int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.AddDate(years, months, days)
}

// Pass lets time go by.
func (c *Clock) Pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}
