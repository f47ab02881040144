-- +goose Up

-- The year of a tax notice: another year is another paper.
ALTER TABLE papers ADD COLUMN year BIGINT NOT NULL DEFAULT 0;
