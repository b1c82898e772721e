-- Statements of law enforcement and health oversight that suspend the accounting of disclosures (45 CFR 164.528(a)(2)). Rows are
-- added and never changed. The patient is a keyed hash; who made the statement is in the ledger's event of the same call.
CREATE TABLE firewarden.accounting_suspension (
    id        uuid PRIMARY KEY,
    patient   bytea NOT NULL CHECK (octet_length(patient) = 16),
    basis     text NOT NULL CHECK (basis IN ('law-enforcement', 'health-oversight')),
    written   boolean NOT NULL,
    starts    timestamptz NOT NULL,
    ends      timestamptz NOT NULL,
    CHECK (ends > starts),
    CHECK (written OR ends <= starts + interval '720 hours')
);

CREATE INDEX accounting_suspension_patient ON firewarden.accounting_suspension (patient, starts);

CREATE TRIGGER accounting_suspension_append_only
    BEFORE UPDATE OR DELETE OR TRUNCATE ON firewarden.accounting_suspension
    FOR EACH STATEMENT EXECUTE FUNCTION firewarden.refuse_change();
