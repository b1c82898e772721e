-- Passkeys (WebAuthn Level 3): public keys of devices that have made sure who holds them.
CREATE TABLE firewarden.smart_passkey (
  id uuid PRIMARY KEY,
  credential bytea NOT NULL UNIQUE CHECK (octet_length(credential) BETWEEN 1 AND 1023),
  person text NOT NULL,
  label text NOT NULL,
  public_key bytea NOT NULL,
  counter bigint NOT NULL CHECK (counter >= 0),
  backup_eligible boolean NOT NULL,
  added timestamptz NOT NULL,
  used timestamptz
);
COMMENT ON COLUMN firewarden.smart_passkey.credential IS 'The id that the device knows it by';
COMMENT ON COLUMN firewarden.smart_passkey.public_key IS 'Attested credential data: AAGUID, id, COSE key';
COMMENT ON COLUMN firewarden.smart_passkey.counter IS 'The signature counter of the last sign-in; 0 of devices that have none';
CREATE INDEX smart_passkey_person ON firewarden.smart_passkey (person);
