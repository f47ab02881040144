-- +goose Up

-- The year of a tax notice: another year is another paper.
ALTER TABLE papers ADD COLUMN year INTEGER NOT NULL DEFAULT 0;
