CREATE TABLE migration (
	name VARCHAR NOT NULL, 
	applied VARCHAR NOT NULL, 
	PRIMARY KEY (name)
);
CREATE TABLE document (
	id VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	url VARCHAR NOT NULL, 
	outlet VARCHAR NOT NULL, 
	published VARCHAR, 
	captured VARCHAR NOT NULL, 
	sha256 VARCHAR NOT NULL, 
	body TEXT NOT NULL, 
	PRIMARY KEY (id)
);
CREATE INDEX document_published ON document (published);
CREATE INDEX document_revises ON document (json_extract(body, '$.revises')) WHERE json_extract(body, '$.revises') IS NOT NULL;
CREATE INDEX document_name ON document (name);
CREATE INDEX document_url ON document (url);
CREATE INDEX document_captured ON document (captured);
CREATE TABLE scene (
	id VARCHAR NOT NULL, 
	site_id VARCHAR NOT NULL, 
	taken VARCHAR NOT NULL, 
	body TEXT NOT NULL, 
	PRIMARY KEY (id)
);
CREATE INDEX scene_site ON scene (site_id, taken);
CREATE TABLE change (
	id VARCHAR NOT NULL, 
	site_id VARCHAR NOT NULL, 
	"after" VARCHAR NOT NULL, 
	body TEXT NOT NULL, 
	PRIMARY KEY (id)
);
CREATE INDEX change_site ON change (site_id, "after");
CREATE TABLE claim (
	id VARCHAR NOT NULL, 
	reports INTEGER NOT NULL, 
	body TEXT NOT NULL, 
	PRIMARY KEY (id)
);
CREATE TABLE trace_note (
	kind VARCHAR NOT NULL, 
	"key" VARCHAR NOT NULL, 
	body TEXT NOT NULL, 
	PRIMARY KEY (kind, "key")
);
CREATE TABLE rivals (
	id VARCHAR NOT NULL, 
	claim_id VARCHAR NOT NULL, 
	body TEXT NOT NULL, 
	PRIMARY KEY (id)
);
CREATE INDEX rivals_claim ON rivals (claim_id);
CREATE TABLE board (
	id VARCHAR NOT NULL, 
	claim_id VARCHAR NOT NULL, 
	body TEXT NOT NULL, 
	PRIMARY KEY (id)
);
CREATE TABLE source_grade (
	id VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	letter VARCHAR NOT NULL, 
	body TEXT NOT NULL, 
	PRIMARY KEY (id)
);
CREATE TABLE commitment (
	id VARCHAR NOT NULL, 
	body TEXT NOT NULL, 
	PRIMARY KEY (id)
);
CREATE TABLE commitment_history (
	seq INTEGER NOT NULL, 
	commitment_id VARCHAR NOT NULL, 
	at VARCHAR NOT NULL, 
	body TEXT NOT NULL, 
	PRIMARY KEY (seq)
);
CREATE INDEX commitment_history_commitment ON commitment_history (commitment_id, seq);
CREATE TABLE decision (
	id VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	made VARCHAR NOT NULL, 
	withdrawn VARCHAR, 
	body TEXT NOT NULL, 
	PRIMARY KEY (id)
);
CREATE TABLE alert (
	seq INTEGER NOT NULL, 
	id VARCHAR NOT NULL, 
	raised VARCHAR NOT NULL, 
	body TEXT NOT NULL, 
	PRIMARY KEY (seq), 
	UNIQUE (id)
);
CREATE TABLE alert_state (
	"key" VARCHAR NOT NULL, 
	body TEXT NOT NULL, 
	PRIMARY KEY ("key")
);
CREATE TABLE stated (
	seq INTEGER NOT NULL, 
	claim_id VARCHAR NOT NULL, 
	at VARCHAR NOT NULL, 
	body TEXT NOT NULL, 
	PRIMARY KEY (seq)
);
CREATE INDEX stated_claim ON stated (claim_id);
CREATE TABLE forecast (
	seq INTEGER NOT NULL, 
	id VARCHAR NOT NULL, 
	made VARCHAR NOT NULL, 
	body TEXT NOT NULL, 
	PRIMARY KEY (seq), 
	UNIQUE (id)
);
CREATE TABLE event (
	seq INTEGER NOT NULL, 
	at VARCHAR NOT NULL, 
	what VARCHAR NOT NULL, 
	detail TEXT NOT NULL, 
	PRIMARY KEY (seq)
);
CREATE TABLE stage (
	stage VARCHAR NOT NULL, 
	"key" VARCHAR NOT NULL, 
	fingerprint VARCHAR NOT NULL, 
	finished VARCHAR NOT NULL, 
	PRIMARY KEY (stage, "key")
);
CREATE TABLE area (
	number INTEGER NOT NULL, 
	kind VARCHAR NOT NULL, 
	ref VARCHAR NOT NULL, 
	PRIMARY KEY (number)
);
CREATE UNIQUE INDEX area_ref ON area (kind, ref);
CREATE TABLE reading (
	document_id VARCHAR NOT NULL, 
	language VARCHAR NOT NULL, 
	marks TEXT NOT NULL, 
	places TEXT DEFAULT '[]' NOT NULL, 
	PRIMARY KEY (document_id), 
	FOREIGN KEY(document_id) REFERENCES document (id)
);
CREATE TABLE statement (
	id VARCHAR NOT NULL, 
	document_id VARCHAR NOT NULL, 
	position INTEGER NOT NULL, 
	body TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(document_id) REFERENCES document (id)
);
CREATE INDEX statement_document ON statement (document_id);
CREATE TABLE look (
	scene_id VARCHAR NOT NULL, 
	site_id VARCHAR NOT NULL, 
	body TEXT NOT NULL, 
	PRIMARY KEY (scene_id), 
	FOREIGN KEY(scene_id) REFERENCES scene (id)
);
CREATE INDEX look_site ON look (site_id);
CREATE TABLE claim_site (
	claim_id VARCHAR NOT NULL, 
	site_id VARCHAR NOT NULL, 
	PRIMARY KEY (claim_id, site_id), 
	FOREIGN KEY(claim_id) REFERENCES claim (id)
);
CREATE INDEX claim_site_site ON claim_site (site_id);
CREATE TABLE text_copy (
	id VARCHAR NOT NULL, 
	from_document VARCHAR NOT NULL, 
	to_document VARCHAR NOT NULL, 
	body TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(from_document) REFERENCES document (id), 
	FOREIGN KEY(to_document) REFERENCES document (id)
);
CREATE INDEX text_copy_to ON text_copy (to_document);
CREATE TABLE assessment (
	claim_id VARCHAR NOT NULL, 
	low FLOAT NOT NULL, 
	high FLOAT NOT NULL, 
	body TEXT NOT NULL, 
	PRIMARY KEY (claim_id), 
	FOREIGN KEY(claim_id) REFERENCES claim (id)
);
CREATE TABLE alert_mark (
	seq INTEGER NOT NULL, 
	alert_id VARCHAR NOT NULL, 
	body TEXT NOT NULL, 
	PRIMARY KEY (seq), 
	FOREIGN KEY(alert_id) REFERENCES alert (id)
);
CREATE TABLE claim_member (
	claim_id VARCHAR NOT NULL, 
	statement_id VARCHAR NOT NULL, 
	PRIMARY KEY (claim_id, statement_id), 
	FOREIGN KEY(claim_id) REFERENCES claim (id), 
	FOREIGN KEY(statement_id) REFERENCES statement (id)
);
CREATE INDEX claim_member_statement ON claim_member (statement_id);
CREATE VIRTUAL TABLE words USING fts5(kind UNINDEXED, ref UNINDEXED, document_id UNINDEXED, title, body, tokenize = 'porter unicode61 remove_diacritics 2');
CREATE VIRTUAL TABLE area_box USING rtree(number, west, east, south, north);
CREATE TABLE claim_line (
	claim_id VARCHAR NOT NULL, 
	site_id VARCHAR NOT NULL, 
	leading INTEGER NOT NULL, 
	weight INTEGER NOT NULL, 
	opinion INTEGER NOT NULL, 
	against INTEGER NOT NULL, 
	contested INTEGER NOT NULL, 
	first VARCHAR, 
	last VARCHAR, 
	learned VARCHAR, 
	judged INTEGER DEFAULT '0' NOT NULL, 
	seen INTEGER DEFAULT '0' NOT NULL, 
	PRIMARY KEY (claim_id, site_id)
);
CREATE INDEX claim_line_leading ON claim_line (judged DESC, weight DESC) WHERE leading = 1;
CREATE INDEX claim_line_contested ON claim_line (leading, last) WHERE contested = 1;
CREATE INDEX claim_line_site ON claim_line (site_id, judged DESC, weight DESC);
CREATE INDEX claim_line_counts ON claim_line (site_id, contested, last);
CREATE INDEX claim_line_learned ON claim_line (learned);
CREATE TABLE claim_head (
	claim_id VARCHAR NOT NULL, 
	body TEXT NOT NULL, 
	PRIMARY KEY (claim_id)
);
CREATE TABLE site_report (
	site_id VARCHAR NOT NULL, 
	document_id VARCHAR NOT NULL, 
	published VARCHAR, 
	captured VARCHAR NOT NULL, 
	look VARCHAR NOT NULL, 
	named INTEGER NOT NULL, 
	PRIMARY KEY (site_id, document_id)
);
CREATE INDEX site_report_published ON site_report (site_id, published, look);
CREATE INDEX site_report_document ON site_report (document_id);
CREATE INDEX site_report_captured ON site_report (site_id, captured, look);
CREATE TABLE promise_line (
	commitment_id VARCHAR NOT NULL, 
	site_id VARCHAR NOT NULL, 
	due VARCHAR, 
	status VARCHAR NOT NULL, 
	PRIMARY KEY (commitment_id, site_id)
);
CREATE INDEX promise_line_due ON promise_line (due);
CREATE INDEX promise_line_site ON promise_line (site_id);
CREATE TABLE open_line (
	statement_id VARCHAR NOT NULL, 
	document_id VARCHAR NOT NULL, 
	published VARCHAR, 
	lost INTEGER NOT NULL, 
	gaps INTEGER NOT NULL, 
	PRIMARY KEY (statement_id)
);
CREATE INDEX open_line_document ON open_line (document_id);
CREATE INDEX open_line_published ON open_line (published);
INSERT INTO "migration" VALUES ('m0001_tables', '2026-11-22T12:38:35.487203+00:00');
INSERT INTO "migration" VALUES ('m0002_search', '2026-11-22T12:38:35.496201+00:00');
INSERT INTO "migration" VALUES ('m0003_places', '2026-11-22T12:38:35.496812+00:00');
INSERT INTO "migration" VALUES ('m0004_alerts', '2026-11-22T12:38:35.497287+00:00');
INSERT INTO "migration" VALUES ('m0005_grades', '2026-11-22T12:38:35.497476+00:00');
INSERT INTO "migration" VALUES ('m0006_commitment_history', '2026-11-22T12:38:35.497683+00:00');
INSERT INTO "migration" VALUES ('m0007_listing', '2026-11-22T12:38:35.562940+00:00');
INSERT INTO "migration" VALUES ('m0008_boards', '2026-11-22T12:38:35.563418+00:00');
INSERT INTO "migration" VALUES ('m0009_trace_notes', '2026-11-22T12:38:35.563637+00:00');
INSERT INTO "document" VALUES ('doc-1', 'pier.txt', '', '', '2031-07-01T12:00:00+00:00', '2031-07-01T12:00:00+00:00', '00', '{"id":"doc-1","name":"pier.txt","text":"The mayor said the old pier is closed. Nobody else was asked.","sha256":"00","media_type":"text/plain","captured":"2031-07-01T12:00:00Z","url":"","outlet":"","title":"Pier","byline":"","language":"","published":"2031-07-01T12:00:00Z","updated":null,"published_from":"","revises":null,"notes":[]}');
INSERT INTO "scene" VALUES ('scn-1', 'harbour', '2031-07-01T12:00:00+00:00', '{"id":"scn-1","site_id":"harbour","name":"a.tif","sha256":"00","taken":"2031-07-01T12:00:00Z","sensor":"demo","gsd_m":10.0,"crs":"EPSG:4326","bounds":[1.0,2.0,1.5,2.5],"width_px":5,"height_px":5,"bands":[],"captured":"2031-07-01T12:00:00Z","cloud_share":null,"sun_elevation_deg":null,"sun_azimuth_deg":null,"taken_from":"","notes":[],"view_zenith_deg":null,"view_azimuth_deg":null,"platform":"","relative_orbit":null,"orbit_state":"","radiometry":"","scale":null,"offset":null,"source":""}');
INSERT INTO "claim" VALUES ('clm-1', 1, '{"id":"clm-1","text":"the old pier is closed","event":{"action":"present","object":"pier","site_ids":["harbour"],"part_id":null,"quantity":null,"time":null,"negated":false},"members":[{"statement_id":"stm-1","document_id":"doc-1","relation":"agrees","origin_id":null,"reason":"first report"}],"origins":[],"origin_low":0,"origin_high":1,"first_hand":0,"reports":1,"corrected":false}');
INSERT INTO "decision" VALUES ('dec-1', 'same', '2031-07-01T12:00:00+00:00', NULL, '{"id":"dec-1","kind":"same","subjects":["stm-1","stm-2"],"value":"same","who":"ana","when":"2031-07-01T12:00:00Z","note":"","withdrawn":null}');
INSERT INTO "event" VALUES (1, '2026-11-22T12:38:35.776826+00:00', 'decision', 'ana: same stm-1 stm-2');
INSERT INTO "event" VALUES (2, '2026-11-22T12:38:35.783117+00:00', 'note', 'kept by an old version');
INSERT INTO "stage" VALUES ('read', 'doc-1', 'f', '2026-11-22T12:38:35.778139+00:00');
INSERT INTO "area" VALUES (1, 'scene', 'scn-1');
INSERT INTO "reading" VALUES ('doc-1', 'en', '[{"start": 39, "end": 61, "kind": "boilerplate", "reason": "test"}]', '[]');
INSERT INTO "statement" VALUES ('stm-1', 'doc-1', 0, '{"id":"stm-1","document_id":"doc-1","content":[{"start":15,"end":37,"quote":"the old pier is closed"}],"source":{"start":0,"end":9,"quote":"The mayor"},"cue":{"start":10,"end":14,"quote":"said"},"source_kind":"unnamed official","source_name":"the mayor","chain":[{"name":"the mayor","kind":"unnamed official","anchor":{"start":0,"end":9,"quote":"The mayor"}}],"voice":"indirect","stance":"asserts","basis":"unstated","certainty":{"low":0.8,"high":0.95,"words":[]},"event":{"action":"present","object":"pier","site_ids":["harbour"],"part_id":null,"quantity":null,"time":null,"negated":false},"relevance":"on-topic","unresolved":[],"confidence":1.0,"rebutted":false,"lineage_named":true,"corrects":false,"corrected_by":"","places":[]}');
INSERT INTO "claim_site" VALUES ('clm-1', 'harbour');
INSERT INTO "claim_member" VALUES ('clm-1', 'stm-1');
INSERT INTO "words" VALUES ('document', 'doc-1', 'doc-1', 'Pier', 'The mayor said the old pier is closed. Nobody else was asked.');
INSERT INTO "words" VALUES ('statement', 'stm-1', 'doc-1', 'the mayor', 'the old pier is closed');
INSERT INTO "words" VALUES ('claim', 'clm-1', '', '', 'the old pier is closed');
INSERT INTO "area_box" VALUES (1, 1.0, 1.5, 2.0, 2.5);
INSERT INTO "claim_line" VALUES ('clm-1', 'harbour', 1, 3, 0, 0, 0, '2031-07-01T12:00:00+00:00', '2031-07-01T12:00:00+00:00', '2031-07-01T12:00:00+00:00', 0, 0);
INSERT INTO "site_report" VALUES ('harbour', 'doc-1', '2031-07-01T12:00:00+00:00', '2031-07-01T12:00:00+00:00', 'report', 1);
