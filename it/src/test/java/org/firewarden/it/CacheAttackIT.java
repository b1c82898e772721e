package org.firewarden.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.firewarden.it.HiddenRecord.alice;
import static org.firewarden.it.HiddenRecord.cody;
import static org.firewarden.it.HiddenRecord.ids;
import static org.firewarden.it.HiddenRecord.shape;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.firewarden.control.Control;
import org.firewarden.it.Client.Answer;
import org.junit.jupiter.api.Test;

/** Attack class 18, caches: nothing that was found out for one caller is given to another. */
@Control("164.312(a)(1)")
class CacheAttackIT {

    @Test
    void theSameQuestionOfAnotherCallerIsAnsweredAnew() {
        String query = "/fhir/Patient?identifier=urn:it:query%7Chidden";
        assertThat(ids(alice().get(query))).containsExactly("it-q-hidden");
        assertThat(ids(cody().get(query))).isEmpty();
        assertThat(ids(alice().get(query))).containsExactly("it-q-hidden");

        String other = "/fhir/Patient?_id=it-q-hidden";
        assertThat(ids(cody().get(other))).isEmpty();
        assertThat(ids(alice().get(other))).containsExactly("it-q-hidden");
    }

    @Test
    void anUnchangedAnswerIsToldToWhoMaySeeItOnly() {
        Answer seen = alice().get("/fhir/Patient/it-q-hidden");
        for (String tag : List.of(seen.header("ETag"), "W/\"1\"", "*")) {
            Client cody = cody();
            Answer hidden = cody.send(cody.request("/fhir/Patient/it-q-hidden")
                    .header("If-None-Match", tag)
                    .GET());
            Answer absent = cody.send(cody.request("/fhir/Patient/it-q-absent")
                    .header("If-None-Match", tag)
                    .GET());
            assertThat(shape(hidden)).as(tag).isEqualTo(shape(absent)).startsWith("404");
        }
        assertThat(seen.header("Cache-Control")).contains("no-store");
    }

    @Test
    void callersAtTheSameTimeSeeEachTheirOwn() throws Exception {
        Client alice = alice();
        Client cody = cody();
        ExecutorService threads = Executors.newFixedThreadPool(6);
        List<Future<Integer>> seen = new ArrayList<>();
        List<Future<Integer>> hidden = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            seen.add(threads.submit(() -> alice.get("/fhir/Patient/it-q-hidden").status()));
            hidden.add(
                    threads.submit(() -> cody.get("/fhir/Patient/it-q-hidden").status()));
        }
        for (int i = 0; i < 40; i++) {
            assertThat(seen.get(i).get()).isEqualTo(200);
            assertThat(hidden.get(i).get()).isEqualTo(404);
        }
        threads.shutdown();
    }
}
