-- What of the knowledge about patients has changed, and in which transaction, so that each node can keep what it has read and
-- ask with one cheap query whether it still holds. A transaction number and no counter: of two transactions at the same time
-- the later number may commit first, and whoever compares numbers would miss the other one for ever. A reader compares with
-- the snapshot under which it has read (xid8, pg_snapshot), in which each transaction is either seen or not. Nobody waits for
-- anybody, and what is rolled back leaves nothing.
CREATE TABLE firewarden.standing_change (
    xid      xid8 NOT NULL DEFAULT pg_current_xact_id(),
    kind     text NOT NULL CHECK (kind IN ('PATIENT', 'MEMBER', 'TEAM', 'ALL')),
    subject  text NOT NULL,
    PRIMARY KEY (xid, kind, subject)
);

COMMENT ON COLUMN firewarden.standing_change.subject IS
    'PHI: the logical id of a patient, or the reference of a member or of a care team.';

-- Changes of transactions below purged_below may be gone: who has read before that has to read anew.
CREATE TABLE firewarden.standing_horizon (
    purged_below  xid8 NOT NULL,
    next_below    xid8 NOT NULL,
    moved_at      timestamptz NOT NULL
);

INSERT INTO firewarden.standing_horizon VALUES ('0', '0', now());

CREATE FUNCTION firewarden.note_standing_change(change_kind text, change_subject text) RETURNS void LANGUAGE sql AS $$
    INSERT INTO firewarden.standing_change (kind, subject) VALUES (change_kind, change_subject) ON CONFLICT DO NOTHING
$$;

-- Triggers, so that no writer can forget it, whatever way it comes.
CREATE FUNCTION firewarden.note_consent_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- A waiver is about each patient.
    IF TG_OP <> 'INSERT' THEN
        PERFORM firewarden.note_standing_change(
            CASE WHEN OLD.patient_id IS NULL THEN 'ALL' ELSE 'PATIENT' END, coalesce(OLD.patient_id, ''));
    END IF;
    IF TG_OP <> 'DELETE' THEN
        PERFORM firewarden.note_standing_change(
            CASE WHEN NEW.patient_id IS NULL THEN 'ALL' ELSE 'PATIENT' END, coalesce(NEW.patient_id, ''));
    END IF;
    RETURN NULL;
END
$$;

-- For tables whose column patient_id names the patient.
CREATE FUNCTION firewarden.note_patient_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        PERFORM firewarden.note_standing_change('PATIENT', OLD.patient_id);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        PERFORM firewarden.note_standing_change('PATIENT', NEW.patient_id);
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION firewarden.note_membership_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        PERFORM firewarden.note_standing_change('MEMBER', OLD.member), firewarden.note_standing_change('TEAM', OLD.source);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        PERFORM firewarden.note_standing_change('MEMBER', NEW.member), firewarden.note_standing_change('TEAM', NEW.source);
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION firewarden.note_review_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM firewarden.note_standing_change('PATIENT', patient_id)
        FROM firewarden.break_glass_grant WHERE id = NEW.grant_id;
    RETURN NULL;
END
$$;

CREATE FUNCTION firewarden.note_change_of_all() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM firewarden.note_standing_change('ALL', '');
    RETURN NULL;
END
$$;

CREATE TRIGGER consent_rule_standing AFTER INSERT OR UPDATE OR DELETE ON firewarden.consent_rule
    FOR EACH ROW EXECUTE FUNCTION firewarden.note_consent_change();
CREATE TRIGGER open_study_standing AFTER INSERT OR UPDATE OR DELETE ON firewarden.open_study
    FOR EACH ROW EXECUTE FUNCTION firewarden.note_change_of_all();
CREATE TRIGGER caregiver_standing AFTER INSERT OR UPDATE OR DELETE ON firewarden.caregiver
    FOR EACH ROW EXECUTE FUNCTION firewarden.note_patient_change();
CREATE TRIGGER patient_link_standing AFTER INSERT OR UPDATE OR DELETE ON firewarden.patient_link
    FOR EACH ROW EXECUTE FUNCTION firewarden.note_patient_change();
CREATE TRIGGER membership_standing AFTER INSERT OR UPDATE OR DELETE ON firewarden.membership
    FOR EACH ROW EXECUTE FUNCTION firewarden.note_membership_change();
CREATE TRIGGER break_glass_grant_standing AFTER INSERT ON firewarden.break_glass_grant
    FOR EACH ROW EXECUTE FUNCTION firewarden.note_patient_change();
CREATE TRIGGER break_glass_review_standing AFTER INSERT ON firewarden.break_glass_review
    FOR EACH ROW EXECUTE FUNCTION firewarden.note_review_change();

CREATE TRIGGER consent_rule_standing_of_all AFTER TRUNCATE ON firewarden.consent_rule
    FOR EACH STATEMENT EXECUTE FUNCTION firewarden.note_change_of_all();
CREATE TRIGGER open_study_standing_of_all AFTER TRUNCATE ON firewarden.open_study
    FOR EACH STATEMENT EXECUTE FUNCTION firewarden.note_change_of_all();
CREATE TRIGGER caregiver_standing_of_all AFTER TRUNCATE ON firewarden.caregiver
    FOR EACH STATEMENT EXECUTE FUNCTION firewarden.note_change_of_all();
CREATE TRIGGER patient_link_standing_of_all AFTER TRUNCATE ON firewarden.patient_link
    FOR EACH STATEMENT EXECUTE FUNCTION firewarden.note_change_of_all();
CREATE TRIGGER membership_standing_of_all AFTER TRUNCATE ON firewarden.membership
    FOR EACH STATEMENT EXECUTE FUNCTION firewarden.note_change_of_all();
