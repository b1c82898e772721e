-- Sensitivity labels of Encounters and Medications, which pass to what refers to them, and who refers to them.
CREATE TABLE firewarden.label_carrier (
    carrier text PRIMARY KEY,
    labels  text NOT NULL
);

CREATE TABLE firewarden.label_member (
    carrier text NOT NULL,
    member  text NOT NULL,
    PRIMARY KEY (carrier, member)
);

COMMENT ON COLUMN firewarden.label_carrier.carrier IS 'PHI: a reference with its logical id.';
COMMENT ON COLUMN firewarden.label_carrier.labels IS 'PHI: what makes the Encounter sensitive.';
COMMENT ON COLUMN firewarden.label_member.carrier IS 'PHI: a reference with its logical id.';
COMMENT ON COLUMN firewarden.label_member.member IS 'PHI: a reference with its logical id.';

-- Locks the carriers in one order, so that two transactions never wait for each other: exclusively what is about to be raised,
-- else shared with others that join. Then notes the members, and answers labels as they are after the wait: a volatile
-- function sees with each statement what was committed before it.
CREATE FUNCTION firewarden.join_carriers(carriers text[], members text[], raised text[])
    RETURNS TABLE (carrier text, labels text) LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    lock record;
BEGIN
    FOR lock IN
        SELECT hashtext(c.name) AS key, bool_or(c.is_raised) AS is_raised
        FROM (SELECT unnest(carriers) AS name, false AS is_raised UNION ALL SELECT unnest(raised), true) AS c
        GROUP BY hashtext(c.name) ORDER BY hashtext(c.name)
    LOOP
        IF lock.is_raised THEN
            PERFORM pg_advisory_xact_lock(1818321516, lock.key);
        ELSE
            PERFORM pg_advisory_xact_lock_shared(1818321516, lock.key);
        END IF;
    END LOOP;
    INSERT INTO firewarden.label_member (carrier, member)
        SELECT DISTINCT m.c, m.m FROM unnest(carriers, members) AS m (c, m) ORDER BY 1, 2
        ON CONFLICT DO NOTHING;
    RETURN QUERY SELECT c.carrier, c.labels FROM firewarden.label_carrier AS c
        WHERE c.carrier = ANY (carriers) OR c.carrier = ANY (raised);
END
$$;

-- How far the stored resources are labelled by the tables in use.
CREATE TABLE firewarden.label_state (
    only_row    boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    tables_hash text,
    target_hash text,
    cursor      bigint NOT NULL DEFAULT 0,
    seen        bigint NOT NULL DEFAULT 0,
    raised      bigint NOT NULL DEFAULT 0
);

INSERT INTO firewarden.label_state DEFAULT VALUES;
