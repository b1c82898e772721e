-- A Consent is kept as FHIR, so that provisions of any depth are, and so that no second form of it has to be kept in step.
ALTER TABLE firewarden.consent_rule
    ADD COLUMN study_id text,
    ADD COLUMN content text,
    ALTER COLUMN patient_id DROP NOT NULL;

UPDATE firewarden.consent_rule SET content = jsonb_build_object(
    'resourceType', 'Consent',
    'id', consent_id,
    'status', 'active',
    'scope', jsonb_build_object('coding', jsonb_build_array(jsonb_build_object(
        'system', 'http://terminology.hl7.org/CodeSystem/consentscope',
        'code', CASE WHEN research THEN 'research' ELSE 'patient-privacy' END))),
    'category', jsonb_build_array(jsonb_build_object('coding', jsonb_build_array(jsonb_build_object(
        'system', 'http://loinc.org', 'code', '59284-0')))),
    'patient', jsonb_build_object('reference', 'Patient/' || patient_id),
    'provision', jsonb_strip_nulls(jsonb_build_object(
        'type', lower(type),
        'period', CASE WHEN starts_at IS NOT NULL OR ends_at IS NOT NULL THEN jsonb_build_object(
            'start', to_char(starts_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
            'end', to_char((ends_at - interval '1 millisecond') AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) END,
        'purpose', (SELECT jsonb_agg(jsonb_build_object(
            'system', 'http://terminology.hl7.org/CodeSystem/v3-ActReason', 'code', code)) FROM unnest(purposes) code),
        'actor', (SELECT jsonb_agg(jsonb_build_object(
            'role', jsonb_build_object('text', 'actor'),
            'reference', jsonb_build_object('reference', reference))) FROM unnest(actors) reference)))
    )::text;

ALTER TABLE firewarden.consent_rule
    ALTER COLUMN content SET NOT NULL,
    DROP COLUMN type,
    DROP COLUMN purposes,
    DROP COLUMN actors,
    DROP COLUMN research,
    DROP COLUMN starts_at,
    DROP COLUMN ends_at;

COMMENT ON COLUMN firewarden.consent_rule.content IS
    'PHI: what a patient has consented to, as FHIR JSON.';

-- The studies that are approved or under way. Written in the transaction that writes the ResearchStudy.
CREATE TABLE firewarden.open_study (
    study_id  text PRIMARY KEY
);
