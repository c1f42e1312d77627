-- SPDX-License-Identifier: GPL-3.0-or-later
-- The knowledge base, version 2: asked rather than read whole, so that a million claims open as fast as a thousand.
-- What a query would have to count is counted when the base is written (facet, word, neighbours, ranks).
CREATE TABLE meta(name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE source(id TEXT PRIMARY KEY, title TEXT NOT NULL, kind TEXT NOT NULL, location TEXT NOT NULL, date TEXT NOT NULL, read INTEGER NOT NULL CHECK(read IN (0, 1))) STRICT;
-- How many other entities it is linked to, by how many relations, and how many claims are about it.
CREATE TABLE entity(id TEXT PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, status TEXT NOT NULL, status_as_of TEXT NOT NULL, successor TEXT NOT NULL, summary TEXT NOT NULL, neighbours INTEGER NOT NULL DEFAULT 0, relations INTEGER NOT NULL DEFAULT 0, claims INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE INDEX entity_kind ON entity(kind);
CREATE INDEX entity_id_in_any_case ON entity(id COLLATE NOCASE);
CREATE INDEX entity_name ON entity(name COLLATE NOCASE);
CREATE TABLE alias(entity TEXT NOT NULL REFERENCES entity(id), position INTEGER NOT NULL, name TEXT NOT NULL, PRIMARY KEY(entity, position)) STRICT, WITHOUT ROWID;
CREATE INDEX alias_name ON alias(name COLLATE NOCASE);
-- kind: that of the entity it is about; year: of as_of, or empty. Both said twice so that a filter needs one index.
CREATE TABLE claim(id TEXT PRIMARY KEY, about TEXT NOT NULL REFERENCES entity(id), statement TEXT NOT NULL, value REAL, low REAL, unit TEXT NOT NULL, qualifier TEXT NOT NULL, baseline TEXT NOT NULL, scope TEXT NOT NULL, as_of TEXT NOT NULL, status TEXT NOT NULL, kind TEXT NOT NULL DEFAULT '', year TEXT NOT NULL) STRICT;
CREATE INDEX claim_about ON claim(about);
CREATE INDEX claim_kind ON claim(kind);
CREATE INDEX claim_status ON claim(status);
CREATE INDEX claim_year ON claim(year);
CREATE TABLE claim_source(claim TEXT NOT NULL REFERENCES claim(id), position INTEGER NOT NULL, document TEXT NOT NULL REFERENCES source(id), section TEXT NOT NULL, PRIMARY KEY(claim, position)) STRICT, WITHOUT ROWID;
CREATE INDEX claim_source_document ON claim_source(document);
-- from_rank: how much the other end matters to who stands at "from"; to_rank: the other way round. Greater first.
CREATE TABLE relation(id INTEGER PRIMARY KEY, from_entity TEXT NOT NULL REFERENCES entity(id), type TEXT NOT NULL, to_entity TEXT NOT NULL REFERENCES entity(id), because TEXT NOT NULL, from_rank INTEGER NOT NULL DEFAULT 0, to_rank INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE INDEX relation_from ON relation(from_entity, from_rank);
CREATE INDEX relation_to ON relation(to_entity, to_rank);
CREATE INDEX relation_type ON relation(type);
CREATE TABLE relation_claim(relation INTEGER NOT NULL REFERENCES relation(id), position INTEGER NOT NULL, claim TEXT NOT NULL REFERENCES claim(id), PRIMARY KEY(relation, position)) STRICT, WITHOUT ROWID;
CREATE INDEX relation_claim_claim ON relation_claim(claim);
CREATE TABLE price(instance TEXT NOT NULL, region TEXT NOT NULL, purchase TEXT NOT NULL, usd_per_hour REAL NOT NULL CHECK(usd_per_hour > 0), as_of TEXT NOT NULL, source TEXT NOT NULL REFERENCES source(id), PRIMARY KEY(instance, region, purchase, as_of, source)) STRICT;
CREATE TABLE api_price(id INTEGER PRIMARY KEY, model TEXT NOT NULL, api_id TEXT NOT NULL, name TEXT NOT NULL, input REAL, output REAL, cached REAL, as_of TEXT NOT NULL, source TEXT NOT NULL REFERENCES source(id), cache_write REAL, batch_input REAL, batch_output REAL) STRICT;
-- kind: rule, diagram, check, model, accelerator, instance, factors
CREATE TABLE record(kind TEXT NOT NULL, position INTEGER NOT NULL, json TEXT NOT NULL, PRIMARY KEY(kind, position)) STRICT, WITHOUT ROWID;
-- Claims by value of a facet: kind, status, year, source.
CREATE TABLE facet(facet TEXT NOT NULL, value TEXT NOT NULL, claims INTEGER NOT NULL, PRIMARY KEY(facet, value)) STRICT, WITHOUT ROWID;
-- Every word of the search with the number of records that hold it: what a beginning may stand for, and what is not there at all.
CREATE TABLE word(word TEXT PRIMARY KEY, documents INTEGER NOT NULL) STRICT, WITHOUT ROWID;
-- The most frequent words of each beginning that very many words share; at position 0 the records that hold any of them.
CREATE TABLE beginning(beginning TEXT NOT NULL, position INTEGER NOT NULL, word TEXT NOT NULL, documents INTEGER NOT NULL, PRIMARY KEY(beginning, position)) STRICT, WITHOUT ROWID;
-- Holds no text of its own. A record's rowid is that of its table, plus 2^40 for entities, plus 2^41 for claims.
CREATE VIRTUAL TABLE search USING fts5(name, text, content = '', columnsize = 0, tokenize = "unicode61 remove_diacritics 2 tokenchars '-.'");
