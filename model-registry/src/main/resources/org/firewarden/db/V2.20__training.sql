-- What training has spent of the privacy of each source of data, and what came of each run. Rows are added and never changed.
CREATE TABLE firewarden.privacy_charge (
    run_id       uuid             NOT NULL PRIMARY KEY,
    budget_key   text             NOT NULL,
    data_set     text             NOT NULL,
    epsilon      double precision NOT NULL CHECK (epsilon > 0),
    delta        double precision NOT NULL CHECK (delta > 0 AND delta < 1),
    charged_at   timestamptz      NOT NULL DEFAULT now()
);

CREATE INDEX privacy_charge_by_budget ON firewarden.privacy_charge (budget_key);

CREATE TABLE firewarden.training_run (
    run_id        uuid        NOT NULL PRIMARY KEY,
    subject       text        NOT NULL,
    data_set      text        NOT NULL,
    data_sha256   text        NOT NULL,
    code_version  text        NOT NULL,
    settings      jsonb       NOT NULL,
    model         text        NOT NULL,
    version       text        NOT NULL,
    sha256        text        NOT NULL,
    report        jsonb       NOT NULL,
    report_page   text        NOT NULL,
    finished_at   timestamptz NOT NULL DEFAULT now()
);

CREATE FUNCTION firewarden.refuse_change_of_training() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'charges and runs are kept as they are';
END $$;

CREATE TRIGGER privacy_charge_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON firewarden.privacy_charge
    FOR EACH STATEMENT EXECUTE FUNCTION firewarden.refuse_change_of_training();

CREATE TRIGGER training_run_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON firewarden.training_run
    FOR EACH STATEMENT EXECUTE FUNCTION firewarden.refuse_change_of_training();
