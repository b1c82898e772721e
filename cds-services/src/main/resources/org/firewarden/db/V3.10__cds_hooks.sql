-- Used tokens of EHRs, shared by all nodes: each is taken once.
CREATE TABLE firewarden.cds_token_use (
    issuer       text        NOT NULL,
    token_sha256 bytea       NOT NULL,
    expires_at   timestamptz NOT NULL,
    PRIMARY KEY (issuer, token_sha256)
);

CREATE INDEX cds_token_use_expiry ON firewarden.cds_token_use (expires_at);

COMMENT ON TABLE firewarden.cds_token_use IS
    'Digests of the jti of each CDS Hooks token that was taken, until it has expired.';

-- Answers that were not shown are kept too, and each with what it takes to explain it and to compute it again.
ALTER TABLE firewarden.recommendation
    ALTER COLUMN user_id DROP NOT NULL,
    ADD COLUMN hook           text    NOT NULL DEFAULT 'patient-view',
    ADD COLUMN tenant         text,
    ADD COLUMN correlation_id text    NOT NULL DEFAULT '',
    ADD COLUMN exposure       text    NOT NULL DEFAULT 'shown'
        CHECK (exposure IN ('shown', 'canary', 'silent', 'withheld')),
    ADD COLUMN suggestions    uuid[]  NOT NULL DEFAULT '{}',
    ADD COLUMN reviewers      integer NOT NULL DEFAULT 0 CHECK (reviewers >= 0),
    ADD COLUMN evidence       bytea;

COMMENT ON TABLE firewarden.recommendation IS
    'Each answer of a model to a CDS Hooks call, stored before its card is answered, with the model version behind it.';
COMMENT ON COLUMN firewarden.recommendation.outputs IS 'PHI: numbers by outcome code; {} unless assessed.';
COMMENT ON COLUMN firewarden.recommendation.evidence IS
    'PHI: sealed chart, answer and card; opened by the key of purpose RECOMMENDATION.';

-- What was shown and does not stand in FHIR yet. A row goes in the transaction that writes the resources.
CREATE TABLE firewarden.recommendation_projection (
    card_uuid uuid        PRIMARY KEY REFERENCES firewarden.recommendation (card_uuid),
    due_at    timestamptz NOT NULL,
    attempts  integer     NOT NULL DEFAULT 0
);

CREATE INDEX recommendation_projection_due ON firewarden.recommendation_projection (due_at);

ALTER TABLE firewarden.cds_feedback
    ALTER COLUMN user_id DROP NOT NULL,
    ADD COLUMN encounter_id text;

COMMENT ON COLUMN firewarden.cds_feedback.encounter_id IS 'PHI: logical id of the encounter.';

-- People who confirm that they looked at a recommendation; each of them once.
CREATE TABLE firewarden.recommendation_review (
    card_uuid  uuid        NOT NULL REFERENCES firewarden.recommendation (card_uuid),
    subject    text        NOT NULL,
    fhir_user  text,
    decision   text        NOT NULL CHECK (decision IN ('confirmed', 'rejected')),
    comment    text,
    decided_at timestamptz NOT NULL,
    PRIMARY KEY (card_uuid, subject)
);

COMMENT ON COLUMN firewarden.recommendation_review.comment IS 'PHI: clinical free text of the reviewer.';
