package org.firewarden.smart.apps;

import jakarta.servlet.http.HttpServletRequest;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.firewarden.smart.Endpoints;
import org.firewarden.smart.approval.Approval;
import org.firewarden.smart.approval.Approvals;
import org.firewarden.smart.client.Clients;
import org.firewarden.smart.consent.ConsentItem;
import org.firewarden.smart.page.Html;
import org.firewarden.smart.page.Page;
import org.firewarden.smart.people.People;
import org.firewarden.smart.people.Person;
import org.firewarden.smart.people.SignIn;
import org.firewarden.smart.web.RequestNotes;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Shows the apps of whoever signed in, and ends one: its tokens are refused within seconds, on all nodes. */
@RestController
public final class AppsController {

    private static final String APPROVAL = "approval";
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final Approvals approvals;
    private final Clients clients;
    private final People people;

    /** Shows these approvals. */
    public AppsController(Approvals approvals, Clients clients, People people) {
        this.approvals = approvals;
        this.clients = clients;
        this.people = people;
    }

    @GetMapping(Endpoints.APPS)
    ResponseEntity<String> show(HttpServletRequest request) {
        RequestNotes notes = RequestNotes.of(request, "apps");
        Optional<Person> person = person(request);
        person.ifPresent(notes::person);
        return person.isEmpty()
                ? Page.of("Your apps", new Html().raw("<p role=\"alert\">Sign in to see your apps.</p>"))
                        .status(HttpStatus.UNAUTHORIZED)
                        .answer()
                : page(request, person.get()).answer();
    }

    @PostMapping(Endpoints.APPS)
    ResponseEntity<String> end(HttpServletRequest request) {
        RequestNotes notes = RequestNotes.of(request, "apps-end");
        String id = request.getParameter(APPROVAL);
        Optional<Person> signedIn = person(request);
        signedIn.ifPresent(notes::person);
        signedIn.flatMap(person -> approvals.of(person.name()).stream()
                        .filter(approval -> approval.id().toString().equals(id))
                        .findFirst())
                .ifPresent(approval -> {
                    approvals.end(approval.id(), "user");
                    notes.detail("approval", approval.id().toString());
                    notes.detail("client", approval.clientId());
                });
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .header(HttpHeaders.LOCATION, Endpoints.APPS)
                .build();
    }

    private Optional<Person> person(HttpServletRequest request) {
        return SignIn.of(request.getSession(false)).flatMap(signIn -> people.find(signIn.subject()));
    }

    private Page page(HttpServletRequest request, Person person) {
        List<Approval> all = approvals.of(person.name());
        Html body = new Html();
        if (all.isEmpty()) {
            body.raw("<p>You have let no app in.</p>");
        }
        for (Approval approval : all) {
            body.raw("<section><h2>").text(clients.nameOf(approval.clientId())).raw("</h2><p>Let in on ");
            body.text(DAY.format(approval.created())).raw(", last used ").text(DAY.format(approval.used()));
            body.raw(".</p><ul>");
            for (ConsentItem item : ConsentItem.of(approval.scopes(), person.patientId() != null)) {
                body.raw("<li>").text(item.text()).raw("</li>");
            }
            Html button = new Html()
                    .raw("<input type=\"hidden\"")
                    .attribute("name", APPROVAL)
                    .attribute("value", approval.id().toString())
                    .raw("><button class=\"end\" type=\"submit\">End the access of ")
                    .text(clients.nameOf(approval.clientId()))
                    .raw("</button>");
            body.raw("</ul>").add(Page.form(request, Endpoints.APPS, button)).raw("</section>");
        }
        return Page.of("Your apps", body.add(Page.signOff(request)));
    }
}
