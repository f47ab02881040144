// Package ceilings holds the resource ceilings of social rented housing
// (plafonds de ressources) as published: one line per financing, zone and first
// day, each amount with its status, and the communes of the Paris zone.
//
// Package demand/household reads them; nothing else should.
package ceilings
