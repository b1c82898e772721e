package org.firewarden.gate.consent;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.firewarden.gate.decision.ConsentRule;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The Consents in table {@code firewarden.consent_rule}: one query for all patients of a page, each time, so that a Consent
 * counts on each node as soon as its transaction has committed. What is remembered is only what a text means, by the text
 * itself, which cannot become stale.
 */
public final class JdbcConsentRules implements ConsentRules {

    private static final int REMEMBERED = 10_000;

    private final JdbcTemplate jdbc;
    private final RelatedResources related;
    private final Map<String, ConsentText.Meaning> byText = new ConcurrentHashMap<>();

    /**
     * Uses the application's database.
     *
     * @param related asked only if a Consent is about what a resource refers to
     */
    public JdbcConsentRules(JdbcTemplate jdbc, RelatedResources related) {
        this.jdbc = jdbc;
        this.related = related;
    }

    @Override
    public Map<String, List<ConsentRule>> of(Map<String, Set<String>> cohorts) {
        Map<String, List<ConsentRule>> rules = new HashMap<>();
        jdbc.query(
                "SELECT c.patient_id, c.consent_id, c.study_id, c.content,"
                        + " c.study_id IS NULL OR s.study_id IS NOT NULL AS is_open FROM firewarden.consent_rule c"
                        + " LEFT JOIN firewarden.open_study s ON s.study_id = c.study_id"
                        + " WHERE c.patient_id = ANY (?) OR c.patient_id IS NULL ORDER BY c.consent_id",
                row -> {
                    ConsentText.Meaning meaning = meaning(row.getString("consent_id"), row.getString("content"));
                    ConsentRule without = meaning.rule().withoutPermits();
                    boolean isOpen = row.getBoolean("is_open");
                    String patientId = row.getString("patient_id");
                    String study = row.getString("study_id");
                    boolean isOfCohort = patientId == null || meaning.isWaiver();
                    for (String patient : patientId == null ? cohorts.keySet() : Set.of(patientId)) {
                        boolean isPermitting = isOpen
                                && (!isOfCohort
                                        || (study != null
                                                && cohorts.getOrDefault(patient, Set.of())
                                                        .contains(study)));
                        ConsentRule rule = isPermitting ? meaning.rule() : without;
                        // A waiver that says nothing of a patient is not looked at in each decision about the patient.
                        if (patientId != null || rule.saysAnything()) {
                            rules.computeIfAbsent(patient, id -> new ArrayList<>())
                                    .add(rule);
                        }
                    }
                },
                (Object) cohorts.keySet().toArray(String[]::new));
        return relate(rules);
    }

    @Override
    public void put(StoredConsent consent) {
        jdbc.update(
                "INSERT INTO firewarden.consent_rule (consent_id, patient_id, study_id, content) VALUES (?, ?, ?, ?)"
                        + " ON CONFLICT (consent_id) DO UPDATE SET patient_id = excluded.patient_id,"
                        + " study_id = excluded.study_id, content = excluded.content",
                consent.consentId(),
                consent.patientId(),
                consent.studyId(),
                consent.text());
    }

    @Override
    public void remove(String consentId) {
        jdbc.update("DELETE FROM firewarden.consent_rule WHERE consent_id = ?", consentId);
    }

    @Override
    public void putStudy(String studyId, boolean isOpen) {
        jdbc.update(
                isOpen
                        ? "INSERT INTO firewarden.open_study (study_id) VALUES (?) ON CONFLICT DO NOTHING"
                        : "DELETE FROM firewarden.open_study WHERE study_id = ?",
                studyId);
    }

    private ConsentText.Meaning meaning(String consentId, String text) {
        ConsentText.Meaning known = byText.get(text);
        if (known == null) {
            known = ConsentText.meaning(consentId, text);
            if (byText.size() >= REMEMBERED) {
                byText.clear();
            }
            byText.put(text, known);
        }
        return known;
    }

    private Map<String, List<ConsentRule>> relate(Map<String, List<ConsentRule>> rules) {
        Set<String> references = new HashSet<>();
        rules.values().forEach(list -> list.forEach(rule -> references.addAll(rule.related())));
        if (references.isEmpty()) {
            return rules;
        }
        Map<String, Set<String>> referredTo = related.referredToBy(references);
        rules.replaceAll((patient, list) ->
                list.stream().map(rule -> rule.relatedTo(referredTo)).toList());
        return rules;
    }
}
