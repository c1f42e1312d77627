-- SPDX-License-Identifier: GPL-3.0-or-later
-- A layer of the user's own, version 1: what each import said, so that it can be taken back. Records in the JSON of the knowledge files.
CREATE TABLE batch(id INTEGER PRIMARY KEY, kind TEXT NOT NULL, title TEXT NOT NULL, origin TEXT NOT NULL) STRICT;
-- kind: those of the knowledge files, and factors, discount, withdrawal
CREATE TABLE record(batch INTEGER NOT NULL REFERENCES batch(id), kind TEXT NOT NULL, id TEXT NOT NULL, position INTEGER NOT NULL, json TEXT NOT NULL, PRIMARY KEY(batch, kind, id, position)) STRICT, WITHOUT ROWID;
