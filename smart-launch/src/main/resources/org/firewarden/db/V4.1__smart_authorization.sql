-- What people have let apps do, and the tokens that hang on it. Token values are kept as SHA-256 digests only, so that nobody
-- who reads the database can use one.
CREATE TABLE firewarden.smart_approval (
  id uuid PRIMARY KEY,
  client_id text NOT NULL,
  subject text NOT NULL,
  scopes text NOT NULL,
  purpose text NOT NULL,
  context text NOT NULL,
  acr text NOT NULL,
  authenticated timestamptz NOT NULL,
  nonce text,
  renewal text NOT NULL CHECK (renewal IN ('none', 'online', 'offline')),
  key_thumbprint text,
  created timestamptz NOT NULL,
  used timestamptz NOT NULL,
  ends timestamptz NOT NULL,
  revoked timestamptz,
  revoked_because text
);
COMMENT ON TABLE firewarden.smart_approval IS 'One row for each time that somebody let an app in';
COMMENT ON COLUMN firewarden.smart_approval.context IS 'PHI: launch context, ids and identifiers as an EHR stated them';
CREATE INDEX smart_approval_subject ON firewarden.smart_approval (subject) WHERE revoked IS NULL;
CREATE INDEX smart_approval_client ON firewarden.smart_approval (client_id) WHERE revoked IS NULL;
CREATE INDEX smart_approval_ends ON firewarden.smart_approval (ends);

CREATE TABLE firewarden.smart_code (
  digest bytea PRIMARY KEY,
  approval uuid NOT NULL REFERENCES firewarden.smart_approval ON DELETE CASCADE,
  redirect_uri text NOT NULL,
  challenge text NOT NULL,
  expires timestamptz NOT NULL,
  used timestamptz
);
CREATE INDEX smart_code_approval ON firewarden.smart_code (approval);

CREATE TABLE firewarden.smart_refresh_token (
  digest bytea PRIMARY KEY,
  approval uuid NOT NULL REFERENCES firewarden.smart_approval ON DELETE CASCADE,
  expires timestamptz NOT NULL,
  used timestamptz
);
COMMENT ON COLUMN firewarden.smart_refresh_token.used IS 'A used one that comes again ends its approval (RFC 9700, section 4.14.2)';
CREATE INDEX smart_refresh_token_approval ON firewarden.smart_refresh_token (approval);

-- Read by each node every few seconds: what was ended before its tokens run out.
CREATE TABLE firewarden.smart_revocation (
  id text PRIMARY KEY,
  until timestamptz NOT NULL
);

CREATE TABLE firewarden.smart_used_assertion (
  digest bytea PRIMARY KEY,
  expires timestamptz NOT NULL
);
COMMENT ON TABLE firewarden.smart_used_assertion IS 'Client assertions and possession proofs: digest of issuer and jti';
CREATE INDEX smart_used_assertion_expires ON firewarden.smart_used_assertion (expires);

CREATE TABLE firewarden.smart_launch (
  digest bytea PRIMARY KEY,
  ehr text NOT NULL,
  app text,
  person text NOT NULL,
  context text NOT NULL,
  expires timestamptz NOT NULL,
  used timestamptz
);
COMMENT ON TABLE firewarden.smart_launch IS 'Launches that an EHR has prepared, each for one person and one use';
COMMENT ON COLUMN firewarden.smart_launch.context IS 'PHI: launch context, ids and identifiers as the EHR stated them';
CREATE INDEX smart_launch_expires ON firewarden.smart_launch (expires);

-- Private keys that sign tokens, sealed with the key ring.
CREATE TABLE firewarden.smart_signing_key (
  kid text PRIMARY KEY,
  sealed bytea NOT NULL,
  created timestamptz NOT NULL,
  signs_from timestamptz NOT NULL
);
COMMENT ON COLUMN firewarden.smart_signing_key.signs_from IS 'Published from its creation, signs from here until a later key does';

CREATE TABLE firewarden.smart_client (
  client_id text PRIMARY KEY,
  registration text NOT NULL,
  secret_hash text,
  status text NOT NULL CHECK (status IN ('active', 'suspended')),
  created timestamptz NOT NULL,
  changed timestamptz NOT NULL
);

CREATE TABLE firewarden.smart_person (
  name text PRIMARY KEY,
  password_hash text NOT NULL,
  rights text NOT NULL,
  status text NOT NULL CHECK (status IN ('active', 'suspended')),
  created timestamptz NOT NULL,
  changed timestamptz NOT NULL
);
