-- Second factors: time-based codes (RFC 6238), one authenticator for each person, and codes to recover without it.
CREATE TABLE firewarden.smart_second_factor (
  person text PRIMARY KEY,
  sealed bytea,
  confirmed timestamptz,
  last_step bigint NOT NULL DEFAULT 0,
  pending bytea,
  pending_since timestamptz
);
COMMENT ON COLUMN firewarden.smart_second_factor.sealed IS 'Sealed: the shared secret';
COMMENT ON COLUMN firewarden.smart_second_factor.last_step IS 'The time step of the last code that was accepted: it and older ones are not accepted again';
COMMENT ON COLUMN firewarden.smart_second_factor.pending IS 'Sealed: a secret that somebody is about to set up, in force when a code of it was typed';

CREATE TABLE firewarden.smart_recovery_code (
  digest bytea PRIMARY KEY,
  person text NOT NULL
);
COMMENT ON COLUMN firewarden.smart_recovery_code.digest IS 'Keyed hash of person and code; a used one is deleted';
CREATE INDEX smart_recovery_code_person ON firewarden.smart_recovery_code (person);
