package org.firewarden.it.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/**
 * What an app that uses {@code fhirclient} can rely on, with whatever authorization server (SMART App Launch 2.2, App Launch). Each
 * authorization server runs the same.
 */
abstract class LaunchContract {

    private static final String STANDALONE = "/launch.html";

    private final List<String> complaints = new ArrayList<>();
    private BrowserContext context;
    private Page page;
    private String name;
    private int pictures;

    abstract Surroundings surroundings();

    @BeforeEach
    void open(TestInfo test) {
        name = getClass().getSimpleName() + "-"
                + test.getTestMethod().orElseThrow().getName();
        context = Chromium.open();
        page = context.newPage();
        page.onPageError(complaints::add);
        page.onConsoleMessage(message -> {
            if (message.text().contains("Content Security Policy")) {
                complaints.add(message.text());
            }
        });
    }

    @AfterEach
    void close() {
        picture();
        context.close();
        assertThat(complaints).as("what the browser complains of").isEmpty();
    }

    @Test
    void aClinicianOpensAPublicAppChoosesAPatientAndEndsItsAccess() {
        page.navigate(surroundings().apps().at(Surroundings.PUBLIC) + STANDALONE);
        signIn("alice");
        picture();
        surroundings().login().choosePatient(page, surroundings().familyOfPrevent(), "demo-prevent");
        allow();

        ready();
        assertThat(page.locator("#patient")).containsText(surroundings().familyOfPrevent());
        assertThat(evaluate("client.patient.id")).isEqualTo("demo-prevent");
        assertThat(evaluate("client.user.fhirUser")).isEqualTo("Practitioner/alice");
        assertThat(evaluate("client.user.read().then(user => user.id)")).isEqualTo("alice");
        assertThat(evaluate("client.request('Observation?patient=demo-prevent&_count=1').then(b => b.resourceType)"))
                .isEqualTo("Bundle");
        refreshes();

        surroundings().login().endAccess(context.newPage(), surroundings().nameOf(Surroundings.PUBLIC));
        assertThat(evaluate("client.refresh().then(() => 'refreshed', error => 'refused')"))
                .isEqualTo("refused");
        isShutOut(page);
    }

    @Test
    void theEhrOpensAPublicAppOnItsPatient() {
        String launch = surroundings().prepareLaunch("""
            {"user": "alice", "patient": "demo-prevent", "intent": "review", "need_patient_banner": false}
            """);
        openedByTheEhr(Surroundings.PUBLIC, launch);
        signIn("alice");
        allow();

        ready();
        assertThat(evaluate("client.patient.id")).isEqualTo("demo-prevent");
        assertThat(evaluate("client.state.tokenResponse.intent")).isEqualTo("review");
        assertThat(evaluate("client.state.tokenResponse.need_patient_banner")).isEqualTo(false);
        refreshes();

        assertThat(String.valueOf(evaluate("client.state.tokenResponse.scope")).split(" "))
                .contains("user/Practitioner.r", "patient/*.rs")
                .doesNotContain("user/*.rs");

        // The launch was for once: with the same id, the app hears that it is not good.
        openedByTheEhr(Surroundings.PUBLIC, launch);
        surroundings().login().signInAgain(page, "alice");
        assertThat(page.locator("#status")).containsText("error");
    }

    @Test
    void aLaunchForSomebodyElseOpensNothing() {
        String launch = surroundings().prepareLaunch("{\"user\": \"cody\", \"patient\": \"demo-prevent\"}");
        openedByTheEhr(Surroundings.PUBLIC, launch);
        signIn("alice");

        assertThat(page.locator("#status")).containsText("error");
        assertThat(page.url()).startsWith(surroundings().apps().redirect(Surroundings.PUBLIC));
    }

    @Test
    void aPatientOpensAnAppWithASecret() {
        page.navigate(surroundings().apps().at(Surroundings.SECRET) + STANDALONE);
        signIn("pat");
        allow();

        ready();
        assertThat(evaluate("client.patient.id")).isEqualTo("demo-pat");
        assertThat(evaluate("client.request('Patient/demo-prevent').then(() => 'read', error => error.status)"))
                .isEqualTo(404);
        refreshes();
    }

    @Test
    void theEhrOpensAnAppWithAKeyForAPatient() {
        String launch = surroundings().prepareLaunch("{\"user\": \"pat\", \"patient\": \"demo-pat\"}");
        openedByTheEhr(Surroundings.KEY, launch);
        signIn("pat");
        allow();

        ready();
        assertThat(evaluate("client.patient.id")).isEqualTo("demo-pat");
        // The library proves who it is for a code and not for a refresh: what has a key does not go on without it.
        assertThat(evaluate("client.refresh().then(() => 'refreshed', error => 'refused')"))
                .isEqualTo("refused");
        assertThat(evaluate("client.request('Patient/demo-pat').then(patient => patient.id)"))
                .isEqualTo("demo-pat");
    }

    @Test
    void whoDoesNotLetTheAppInIsBackThereAndTheAppHearsIt() {
        page.navigate(surroundings().apps().at(Surroundings.PUBLIC) + STANDALONE);
        signIn("pat");
        surroundings().login().deny(page);

        assertThat(page.locator("#status")).containsText("error");
        assertThat(page.url()).startsWith(surroundings().apps().redirect(Surroundings.PUBLIC));
    }

    private void openedByTheEhr(String folder, String launch) {
        page.navigate(surroundings().apps().at(folder) + "/launch.html?iss="
                + URLEncoder.encode(surroundings().fhirBase(), StandardCharsets.UTF_8)
                + "&launch=" + launch);
    }

    private void signIn(String user) {
        pictureOfForm();
        surroundings().login().signIn(page, user);
    }

    private void allow() {
        pictureOfForm();
        surroundings().login().allow(page);
    }

    private void ready() {
        assertThat(page.locator("#status")).hasText("ready");
    }

    /** A new access token, which reads like the old one. */
    private void refreshes() {
        assertThat(
                        evaluate(
                                "(async () => { const old = client.state.tokenResponse.access_token;"
                                        + " const state = await client.refresh();"
                                        + " const patient = await client.request('Patient/' + client.patient.id);"
                                        + " return state.tokenResponse.access_token !== old && patient.resourceType === 'Patient'; })()"))
                .isEqualTo(true);
    }

    /** What becomes of an access token that was issued before its approval was ended. */
    void isShutOut(Page app) {
        assertThat(app.evaluate("fetch(client.state.serverUrl + '/Patient/demo-prevent', {headers: {Authorization:"
                        + " 'Bearer ' + client.state.tokenResponse.access_token}}).then(answer => answer.status)"))
                .isEqualTo(401);
    }

    private Object evaluate(String expression) {
        return page.evaluate(expression);
    }

    private void pictureOfForm() {
        assertThat(page.locator("form").first()).isVisible();
        picture();
    }

    /** For people to look at: {@code target/pictures}. No test fails because the browser could not take one. */
    private void picture() {
        pictures++;
        try {
            page.screenshot(new Page.ScreenshotOptions()
                    .setFullPage(true)
                    .setPath(Path.of("target", "pictures", name + "-" + pictures + ".png")));
        } catch (PlaywrightException e) {
            System.err.println("No picture " + pictures + " of " + name + ": " + e.getMessage());
        }
    }
}
