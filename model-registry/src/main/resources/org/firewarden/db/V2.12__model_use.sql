-- Counters of the use of model versions: numbers only, nothing of a single patient.
CREATE TABLE firewarden.model_use (
    model_id text   NOT NULL,
    version  text   NOT NULL,
    day      date   NOT NULL,
    kind     text   NOT NULL,
    name     text   NOT NULL,
    value    text   NOT NULL,
    count    bigint NOT NULL,
    PRIMARY KEY (model_id, version, day, kind, name, value)
);
