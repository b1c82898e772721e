package org.firewarden.record;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.firewarden.access.Caller;
import org.firewarden.access.Decision;
import org.firewarden.audit.AuditDraft;
import org.firewarden.problem.Problem;
import org.jspecify.annotations.Nullable;

/**
 * Reads the records of many patients for work that goes on after its request: always as the caller, always through the query
 * firewall and the gate as they are at that moment. What is hidden is not there; the draft knows of it.
 */
public interface CohortReader {

    /** What comes of a question before any record is read. */
    sealed interface Check {

        /** It may be asked. */
        record Admitted() implements Check {}

        /**
         * It may not.
         *
         * @param status the HTTP status that fits: 400, 403 or 404
         * @param problems all that is wrong with it
         * @param denial the decision to keep in the audit trail, if the firewall or the gate refused
         */
        record Refused(int status, List<Problem> problems, Decision.@Nullable Deny denial) implements Check {
            /**
             * Copies the problems. Written out: a compact constructor leaves the annotation of a nested type out of the class file,
             * and other modules then may not pass null.
             */
            public Refused(int status, List<Problem> problems, Decision.@Nullable Deny denial) {
                this.status = status;
                this.problems = List.copyOf(problems);
                this.denial = denial;
            }
        }
    }

    /** What was found of one patient. */
    enum Found {
        /** The patient, and what is wanted of the record. */
        RECORD,
        /** Nothing that the caller may see. */
        HIDDEN,
        /** The patient is none of those that the filters want. */
        OTHER
    }

    /** The types that can be read of a patient's record. */
    Set<String> types();

    /** The types that records refer to and that are nobody's record: practitioners, organizations, locations, medications. */
    Set<String> sharedTypes();

    /**
     * Decides whether the caller may ask this: types, each filter as a search of its own, and a Group that has a member whom the
     * caller may see.
     */
    Check check(Caller caller, CohortQuery query, AuditDraft draft);

    /**
     * Who is asked about, in a stable order: the members of the Group, whoever may be seen of them, or each patient whom the caller
     * sees. These ids stay inside the server; each patient is decided on by {@link #read}.
     */
    List<String> patients(Caller caller, CohortQuery query, AuditDraft draft);

    /**
     * Reads what is wanted of one patient's record, the Patient first, in constant memory. Of an identified record it may be nothing.
     *
     * @param draft where it is noted what was shown and what was withheld
     * @param sink takes each resource as FHIR R4 JSON, masked as the policy says
     */
    Found read(Caller caller, String patientId, CohortQuery query, AuditDraft draft, Consumer<ObjectNode> sink);

    /**
     * Reads resources that records refer to.
     *
     * @param references relative references, of {@link #sharedTypes} only; what is not there is left out
     */
    void shared(Caller caller, Set<String> references, AuditDraft draft, Consumer<ObjectNode> sink);

    /**
     * Reads all resources of one of the {@link #sharedTypes} that the caller sees, in constant memory.
     *
     * @param sink takes each resource as FHIR R4 JSON, masked as the policy says
     */
    void unowned(Caller caller, String type, CohortQuery query, AuditDraft draft, Consumer<ObjectNode> sink);

    /** True if the caller may read this patient now for what the question is for. */
    boolean sees(Caller caller, String patientId, CohortQuery query);

    /**
     * The patients whose Consents were made or changed since then, so that what was read of them before may be more than they
     * permit, each with the time of the latest change. A Consent that is deleted is not among them; {@link #sees} tells whether the
     * patient is still open.
     */
    Map<String, Instant> consentsChangedSince(Instant instant);

    /**
     * How many different patients have a resource that matches and that the caller sees.
     *
     * @param filter a search for any type of a patient's record
     */
    int count(Caller caller, TypeFilter filter, AuditDraft draft);

    /**
     * The approved protocol under which the caller does research: a ResearchStudy that is active or approved and whose principal
     * investigator is the caller.
     *
     * @param wanted the reference of the study that the caller names, or null for the first that there is
     * @return its relative reference, or empty
     */
    Optional<String> protocol(Caller caller, @Nullable String wanted, AuditDraft draft);
}
