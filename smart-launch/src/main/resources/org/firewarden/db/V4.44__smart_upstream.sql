-- Who in our database is whom at the OpenID provider of the hospital. Names here are opaque: what the provider calls somebody may be
-- given to somebody else one day, the pair of issuer and subject is not (OpenID Connect Core 1.0, section 5.7).
CREATE TABLE firewarden.smart_upstream_account (
  issuer text NOT NULL,
  subject text NOT NULL CHECK (length(subject) BETWEEN 1 AND 255),
  person text NOT NULL UNIQUE,
  linked timestamptz NOT NULL,
  used timestamptz NOT NULL,
  PRIMARY KEY (issuer, subject)
);
COMMENT ON COLUMN firewarden.smart_upstream_account.person IS 'The name in smart_person, whose rights are those of the latest claims';
