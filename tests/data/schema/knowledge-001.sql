-- SPDX-License-Identifier: GPL-3.0-or-later
-- The knowledge base, version 1. Tables with REAL columns keep their rowid: quick_check of SQLite 3.40 misreads them without.
-- Records that only the arithmetic reads whole are kept as JSON text.
CREATE TABLE meta(name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE source(id TEXT PRIMARY KEY, title TEXT NOT NULL, kind TEXT NOT NULL, location TEXT NOT NULL, date TEXT NOT NULL, read INTEGER NOT NULL CHECK(read IN (0, 1))) STRICT, WITHOUT ROWID;
CREATE TABLE entity(id TEXT PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, status TEXT NOT NULL, status_as_of TEXT NOT NULL, successor TEXT NOT NULL, summary TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE alias(entity TEXT NOT NULL REFERENCES entity(id), position INTEGER NOT NULL, name TEXT NOT NULL, PRIMARY KEY(entity, position)) STRICT, WITHOUT ROWID;
CREATE TABLE claim(id TEXT PRIMARY KEY, about TEXT NOT NULL REFERENCES entity(id), statement TEXT NOT NULL, value REAL, low REAL, unit TEXT NOT NULL, qualifier TEXT NOT NULL, baseline TEXT NOT NULL, scope TEXT NOT NULL, as_of TEXT NOT NULL, status TEXT NOT NULL) STRICT;
CREATE INDEX claim_about ON claim(about);
CREATE TABLE claim_source(claim TEXT NOT NULL REFERENCES claim(id), position INTEGER NOT NULL, document TEXT NOT NULL REFERENCES source(id), section TEXT NOT NULL, PRIMARY KEY(claim, position)) STRICT, WITHOUT ROWID;
CREATE INDEX claim_source_document ON claim_source(document);
CREATE TABLE relation(id INTEGER PRIMARY KEY, from_entity TEXT NOT NULL REFERENCES entity(id), type TEXT NOT NULL, to_entity TEXT NOT NULL REFERENCES entity(id), because TEXT NOT NULL) STRICT;
CREATE INDEX relation_from ON relation(from_entity, type);
CREATE INDEX relation_to ON relation(to_entity, type);
CREATE TABLE relation_claim(relation INTEGER NOT NULL REFERENCES relation(id), position INTEGER NOT NULL, claim TEXT NOT NULL REFERENCES claim(id), PRIMARY KEY(relation, position)) STRICT, WITHOUT ROWID;
CREATE TABLE price(instance TEXT NOT NULL, region TEXT NOT NULL, purchase TEXT NOT NULL, usd_per_hour REAL NOT NULL CHECK(usd_per_hour > 0), as_of TEXT NOT NULL, source TEXT NOT NULL REFERENCES source(id), PRIMARY KEY(instance, region, purchase, as_of, source)) STRICT;
CREATE TABLE api_price(id INTEGER PRIMARY KEY, model TEXT NOT NULL, api_id TEXT NOT NULL, name TEXT NOT NULL, input REAL, output REAL, cached REAL, as_of TEXT NOT NULL, source TEXT NOT NULL REFERENCES source(id)) STRICT;
-- kind: rule, diagram, model, accelerator, instance, factors
CREATE TABLE record(kind TEXT NOT NULL, position INTEGER NOT NULL, json TEXT NOT NULL, PRIMARY KEY(kind, position)) STRICT, WITHOUT ROWID;
CREATE VIRTUAL TABLE search USING fts5(id UNINDEXED, kind UNINDEXED, name, text, tokenize = "unicode61 remove_diacritics 2 tokenchars '-.'", prefix = '2 3');
