-- Patterns in the ledger, counted for each actor. Actors, people and addresses stand here as keyed hashes only.
-- What resources say: whose records are watched, and who lives at which address.
CREATE TABLE firewarden.alert_fact (
    owner  bytea NOT NULL,
    fact   text NOT NULL CHECK (fact IN ('watched', 'household')),
    value  bytea NOT NULL,
    PRIMARY KEY (owner, fact, value)
);

CREATE INDEX alert_fact_value ON firewarden.alert_fact (fact, value);

-- How often in which minute. item is what counts once only, or empty where each event counts.
CREATE TABLE firewarden.alert_hit (
    pattern  text NOT NULL,
    actor    bytea NOT NULL,
    minute   timestamptz NOT NULL,
    item     bytea NOT NULL,
    hits     bigint NOT NULL DEFAULT 1,
    PRIMARY KEY (pattern, actor, minute, item)
);

CREATE INDEX alert_hit_minute ON firewarden.alert_hit (pattern, minute);

-- The last alert for each, so that there is one in a window and not one for each event.
CREATE TABLE firewarden.alert_raised (
    pattern  text NOT NULL,
    actor    bytea NOT NULL,
    raised   timestamptz NOT NULL,
    PRIMARY KEY (pattern, actor)
);

CREATE TABLE firewarden.alert_total (
    pattern  text PRIMARY KEY,
    hits     bigint NOT NULL,
    raised   bigint NOT NULL
);

-- Says that stored resources have been read into alert_fact, and for which labels.
CREATE TABLE firewarden.alert_backfill (
    labels  text NOT NULL
);
