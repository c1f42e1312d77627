-- SPDX-License-Identifier: GPL-3.0-or-later
-- Version 2: prices in a table of their own. Lists of all Regions have tens of thousands, and reading each one's JSON took longer than all else.
CREATE TABLE price(batch INTEGER NOT NULL REFERENCES batch(id), position INTEGER NOT NULL, instance TEXT NOT NULL, region TEXT NOT NULL, purchase TEXT NOT NULL, usd_per_hour REAL NOT NULL CHECK(usd_per_hour > 0), as_of TEXT NOT NULL, source TEXT NOT NULL, PRIMARY KEY(batch, position)) STRICT;
INSERT INTO price SELECT batch, position, json_extract(json, '$.instance'), json_extract(json, '$.region'), json_extract(json, '$.purchase'), json_extract(json, '$.usd_per_hour'), json_extract(json, '$.as_of'), json_extract(json, '$.source') FROM record WHERE kind = 'price';
DELETE FROM record WHERE kind = 'price';
