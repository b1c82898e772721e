-- Who is signed in, on whatever node. The id that the browser holds is here as a digest, what the session holds is sealed with the
-- key ring, so that nobody who reads the database can go on with a session.
CREATE TABLE firewarden.smart_session (
  digest bytea PRIMARY KEY,
  person text,
  sealed bytea NOT NULL,
  created timestamptz NOT NULL,
  used timestamptz NOT NULL
);
COMMENT ON COLUMN firewarden.smart_session.person IS 'The sign-in name, from the sign-in on';
CREATE INDEX smart_session_person ON firewarden.smart_session (person) WHERE person IS NOT NULL;
CREATE INDEX smart_session_used ON firewarden.smart_session (used);

-- How far somebody has come with the request of an app.
CREATE TABLE firewarden.smart_journey (
  digest bytea PRIMARY KEY,
  browser bytea NOT NULL,
  sealed bytea NOT NULL,
  begun timestamptz NOT NULL
);
COMMENT ON COLUMN firewarden.smart_journey.sealed IS 'Sealed: what the app asked for, and the patient who was chosen';
CREATE INDEX smart_journey_browser ON firewarden.smart_journey (browser, begun);
CREATE INDEX smart_journey_begun ON firewarden.smart_journey (begun);

-- Tries to sign in that have not succeeded, for names that exist and names that do not.
CREATE TABLE firewarden.smart_sign_in_try (
  account bytea PRIMARY KEY,
  failures integer NOT NULL,
  held_until timestamptz NOT NULL,
  latest timestamptz NOT NULL
);
COMMENT ON COLUMN firewarden.smart_sign_in_try.account IS 'Keyed hash of what was typed as a name, which may be a password';
CREATE INDEX smart_sign_in_try_latest ON firewarden.smart_sign_in_try (latest);
