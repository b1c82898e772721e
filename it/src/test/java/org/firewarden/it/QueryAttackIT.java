package org.firewarden.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.firewarden.it.HiddenRecord.alice;
import static org.firewarden.it.HiddenRecord.cody;
import static org.firewarden.it.HiddenRecord.escape;
import static org.firewarden.it.HiddenRecord.ids;
import static org.firewarden.it.HiddenRecord.self;
import static org.firewarden.it.HiddenRecord.shape;

import com.fasterxml.jackson.databind.JsonNode;
import org.firewarden.control.Control;
import org.firewarden.it.Client.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attack class 3, search escapes: chains, reverse chains, includes, lists and alternatives that lead to what is hidden. */
@Control("164.312(a)(1)")
class QueryAttackIT {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Organization?_has:Location:organization:_has:Encounter:location:_has:Condition:encounter:code=%s",
                "Organization?_has:Location:organization:_has:Encounter:location:patient.identifier=urn:it:query|%s",
                "Encounter?part-of:Encounter.patient.identifier=urn:it:query|%s",
                "Encounter?part-of:Encounter._has:Condition:encounter:code=%s",
                "Patient?identifier=urn:it:query|%s&_summary=count",
                "Patient?_id=it-q-%s&_total=accurate",
                "Observation?patient:Patient.identifier=urn:it:query|%s",
                "Encounter?patient=it-q-%s,it-q-open",
                "Encounter?patient=http://127.0.0.1/fhir/Patient/it-q-%s",
                "Encounter?subject:Patient=it-q-%s&_include=*&_revinclude=*",
                "Patient?identifier=urn:it:query|%s&_sort=family"
            })
    void aQuestionAboutAHiddenPatientIsAnsweredLikeOneAboutNobody(String query) {
        Answer hidden = cody().get("/fhir/" + query.formatted("hidden").replace("|", "%7C"));
        Answer absent = cody().get("/fhir/" + query.formatted("absent").replace("|", "%7C"));

        assertThat(hidden.status()).as(hidden::body).isEqualTo(200);
        assertThat(shape(hidden)).isEqualTo(shape(absent)).doesNotContain("Qhidden");
    }

    @Test
    void whoSeesTheInnerResourcesGetsTheAnswer() {
        Client alice = alice();

        assertThat(
                        ids(
                                alice.get(
                                        "/fhir/Organization?_has:Location:organization:_has:Encounter:location:_has:Condition:encounter:code=hidden")))
                .containsExactly("it-q-org");
        assertThat(ids(alice.get(
                        "/fhir/Encounter?part-of:Encounter.patient.identifier=" + escape("urn:it:query|hidden"))))
                .containsExactly("it-q-part");
        assertThat(ids(alice.get("/fhir/Encounter?patient.family=Qhidden&location=Location/it-q-loc")))
                .containsExactly("it-q-enc");
        assertThat(ids(alice.get("/fhir/Patient?_list=it-q-list"))).containsExactly("it-q-open");
        assertThat(ids(alice.get("/fhir/Patient?_list=it-q-absent"))).isEmpty();
        assertThat(ids(alice.get("/fhir/Patient?_has:Encounter:patient:location=Location/it-q-loc&family=Qopen")))
                .containsExactly("it-q-open");
    }

    @Test
    void theSelfLinkShowsTheCallersOwnWords() {
        JsonNode bundle = alice().get("/fhir/Encounter?patient.family=Qhidden&_sort=-date")
                .json();

        assertThat(self(bundle))
                .contains("patient.family=Qhidden", "_sort=-date")
                .doesNotContain("it-q-hidden");
        assertThat(self(Client.as("pat", "patient/*.rs")
                        .get("/fhir/Observation?code=8302-2")
                        .json()))
                .endsWith("/fhir/Observation?code=8302-2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Patient?_filter=family%20eq%20Qhidden",
                "Patient?_query=x",
                "Patient?_contained=true",
                "Observation?_containedType=contained"
            })
    void whatCannotBeCheckedStaysClosed(String query) {
        Answer answer = alice().get("/fhir/" + query);

        assertThat(answer.status()).as(answer::body).isIn(400, 403);
        assertThat(answer.body()).doesNotContain("Qhidden");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Patient?_pid=1",
                "Patient?_in=x",
                "Patient?_id:not=it-q-open",
                "Patient?family.given=Qhidden",
                "Observation?subject.nonsense=Qhidden",
                "Patient?_has:Observation:code:code=Qhidden",
                "Patient?_has:Observation:patient=Qhidden",
                "Patient?_has:Observation:patient:code=",
                "Patient?_sort=general-practitioner.family",
                "Patient?_include=Patient:family",
                "Patient?family:wrong=Qhidden",
                "Observation?subject:identifier=Qhidden",
                "Encounter?location:below=Qhidden",
                "Observation?part-of:Observation.part-of:Observation.part-of:Observation.part-of:Observation.part-of:Observation.part-of:Observation.part-of:Observation.part-of:Observation.part-of:Observation.code=x"
            })
    void aQueryThatIsNoneIsRefusedAndNotQuoted(String query) {
        Answer answer = alice().get("/fhir/" + query);

        assertThat(answer.status()).as(answer::body).isEqualTo(400);
        assertThat(answer.problem()).isNotEmpty();
        assertThat(answer.body()).doesNotContain("Qhidden");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Observation?patient.family=x",
                "Observation?_has:Condition:evidence-detail:code=x",
                "Observation?_include=Observation:patient:Patient",
                "Observation?_revinclude=Condition:evidence-detail"
            })
    void aQueryThatRangesOverATypeNeedsTheScopeForIt(String query) {
        Answer answer = Client.as("alice", "user/Observation.rs").get("/fhir/" + query);

        assertThat(answer.status()).as(answer::body).isEqualTo(403);
        assertThat(answer.problem()).isEqualTo("insufficient-scope");
    }
}
