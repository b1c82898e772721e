package org.firewarden.deid.engine.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The terms of all patients of a data set: about a kilobyte for each. Terms of a clinician or relative are held once and belong to
 * each patient whose record names him. Safe for many threads.
 */
public final class Charts {

    private final ConcurrentMap<String, Set<Term>> terms = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Set<String>> others = new ConcurrentHashMap<>();
    private final ConcurrentMap<Term, Term> interned = new ConcurrentHashMap<>();

    /** Notes a term of an identity, for example {@code Patient/1} or {@code Practitioner/2}. */
    public void note(String identity, Term term) {
        Term known = interned.putIfAbsent(term, term);
        terms.computeIfAbsent(identity, i -> ConcurrentHashMap.newKeySet()).add(known == null ? term : known);
    }

    /** Notes that a patient's record names another identity. */
    public void relate(String patient, String other) {
        if (!patient.equals(other)) {
            others.computeIfAbsent(patient, p -> ConcurrentHashMap.newKeySet()).add(other);
        }
    }

    /** All terms of a patient: the own ones and those of whom the record names. */
    public List<Term> of(String patient) {
        List<Term> all = new ArrayList<>(own(patient));
        for (String other : others.getOrDefault(patient, Set.of())) {
            all.addAll(terms.getOrDefault(other, Set.of()));
        }
        return all;
    }

    /** The terms of the patient's own resources. */
    public List<Term> own(String patient) {
        return List.copyOf(terms.getOrDefault(patient, Set.of()));
    }
}
