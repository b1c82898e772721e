-- The versions of the models and where each of them stands. What a version is never changes once it is registered; only its
-- stage does. Numbers that begin with 2 belong to the model registry.
CREATE SCHEMA IF NOT EXISTS firewarden;

CREATE TABLE firewarden.model_version (
    model_id      text        NOT NULL,
    version       text        NOT NULL,
    sha256        text        NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    stage         text        NOT NULL,
    card          jsonb       NOT NULL,
    registered_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (model_id, version),
    CHECK (stage IN ('CANDIDATE', 'VALIDATED', 'SILENT', 'CANARY', 'PRODUCTION', 'RETIRED', 'DISABLED'))
);

-- At most one version of a model is in production.
CREATE UNIQUE INDEX model_version_in_production ON firewarden.model_version (model_id) WHERE stage = 'PRODUCTION';
