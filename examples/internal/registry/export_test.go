package registry

// Learned waits until nobody makes the index of persons again.
func (r *Registry) Learned() { r.persons.learners.Wait() }
