-- The role that the ledger's writer takes on: it may add rows to the ledger and read them, and nothing else. Where this user may
-- not make roles, an administrator does, and the server warns until then.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'firewarden_ledger') THEN
        CREATE ROLE firewarden_ledger NOLOGIN;
    END IF;
    IF NOT pg_has_role(CURRENT_USER, 'firewarden_ledger', 'MEMBER') THEN
        EXECUTE format('GRANT firewarden_ledger TO %I', CURRENT_USER);
    END IF;
EXCEPTION
    WHEN insufficient_privilege OR duplicate_object OR unique_violation THEN
        RAISE NOTICE 'role firewarden_ledger was not made by this user';
END
$$;

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'firewarden_ledger') THEN
        GRANT USAGE ON SCHEMA firewarden TO firewarden_ledger;
        GRANT SELECT, INSERT ON firewarden.ledger_event, firewarden.ledger_index, firewarden.ledger_head,
            firewarden.ledger_subtree TO firewarden_ledger;
    END IF;
END
$$;
