-- SPDX-License-Identifier: GPL-3.0-or-later
-- The layer of version-1.sql as version 2 kept it.
BEGIN TRANSACTION;
CREATE TABLE batch(id INTEGER PRIMARY KEY, kind TEXT NOT NULL, title TEXT NOT NULL, origin TEXT NOT NULL) STRICT;
INSERT INTO "batch" VALUES(1,'pack','A team''s own measurements','pack.json');
INSERT INTO "batch" VALUES(2,'price-list','AWS price list ComputeSavingsPlans, version 20261115120000, published 2026-11-15T12:00:00Z','savings-plan.json');
CREATE TABLE price(batch INTEGER NOT NULL REFERENCES batch(id), position INTEGER NOT NULL, instance TEXT NOT NULL, region TEXT NOT NULL, purchase TEXT NOT NULL, usd_per_hour REAL NOT NULL CHECK(usd_per_hour > 0), as_of TEXT NOT NULL, source TEXT NOT NULL, PRIMARY KEY(batch, position)) STRICT;
INSERT INTO "price" VALUES(1,4,'p5en.48xlarge','us-east-1','spot',21.5,'2026-11-10','team-notes');
INSERT INTO "price" VALUES(2,1,'p5.48xlarge','us-east-1','savings-plan-1y',33.5,'2026-11-15','aws-price-list-computesavingsplans-20261115120000');
INSERT INTO "price" VALUES(2,2,'p5.48xlarge','us-east-1','savings-plan-3y',25.25,'2026-11-15','aws-price-list-computesavingsplans-20261115120000');
CREATE TABLE record(batch INTEGER NOT NULL REFERENCES batch(id), kind TEXT NOT NULL, id TEXT NOT NULL, position INTEGER NOT NULL, json TEXT NOT NULL, PRIMARY KEY(batch, kind, id, position)) STRICT, WITHOUT ROWID;
INSERT INTO "record" VALUES(1,'claim','team-gateway-overhead',3,'{"id":"team-gateway-overhead","about":"team-gateway","statement":"The gateway adds 3 ms to the first token","value":3.0,"unit":"ms","qualifier":null,"baseline":null,"as_of":"2026-11-10","status":"stated","sources":[{"document":"team-notes","section":"latency"}]}');
INSERT INTO "record" VALUES(1,'entity','team-gateway',1,'{"id":"team-gateway","kind":"tool","name":"Team gateway","aliases":["quokkagate"],"status":null,"status_as_of":null,"successor":null,"summary":"Routes requests to replicas"}');
INSERT INTO "record" VALUES(1,'relation','team-gateway works-with eks',2,'{"from":"team-gateway","type":"works-with","to":"eks","because":"It runs beside the replicas","claims":["team-gateway-overhead"]}');
INSERT INTO "record" VALUES(1,'source','team-notes',0,'{"id":"team-notes","title":"Notes of the platform team","kind":"measurement","location":"internal","date":"2026-11-10","read":true}');
INSERT INTO "record" VALUES(2,'source','aws-price-list-computesavingsplans-20261115120000',0,'{"id":"aws-price-list-computesavingsplans-20261115120000","title":"AWS price list ComputeSavingsPlans, version 20261115120000, published 2026-11-15T12:00:00Z","kind":"price-list","location":"file savings-plan.json","date":"2026-11-15","read":true}');
COMMIT;
PRAGMA application_id = 1098345521;
PRAGMA user_version = 2;
