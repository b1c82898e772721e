package org.firewarden.smart.journey;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.firewarden.access.PurposeOfUse;
import org.firewarden.record.LaunchChoices.Choice;
import org.firewarden.smart.consent.ConsentAnswer;
import org.firewarden.smart.consent.ConsentItem;
import org.firewarden.smart.page.Html;
import org.firewarden.smart.page.Page;
import org.firewarden.smart.people.Person;
import org.firewarden.smart.web.AppOrigins;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** The pages of a journey. Each works with a keyboard and without script; each names the app by the name it is registered with. */
final class JourneyPages {

    /** The field of the answer that is pressed. */
    static final String ACTION = "action";

    /** The field of a chosen patient or encounter. */
    static final String CHOSEN = "chosen";

    /** The field of the name that is looked for. */
    static final String NAME = "name";

    /** The field of each ticked item. */
    static final String TICKED = "allow";

    /** The field of the purpose. */
    static final String PURPOSE = "purpose";

    private JourneyPages() {}

    static Page choosePatient(HttpServletRequest request, Journey journey, List<Choice> patients, String name) {
        Html search = new Html()
                .raw("<p><label for=\"name\">Name begins with</label><input type=\"text\" id=\"name\""
                        + " autocomplete=\"off\"")
                .attribute("name", NAME)
                .attribute("value", name)
                .raw("></p><button type=\"submit\"")
                .attribute("name", ACTION)
                .attribute("value", "search")
                .raw(">Search</button>");
        Html choice = choices("Patient", patients)
                .raw("<button class=\"main\" type=\"submit\"")
                .attribute("name", ACTION)
                .attribute("value", "choose")
                .raw(patients.isEmpty() ? " disabled>" : ">")
                .raw("Open this patient</button><button type=\"submit\" formnovalidate")
                .attribute("name", ACTION)
                .attribute("value", "none")
                .raw(">Go on without a patient</button>");
        Html body = new Html()
                .raw("<p>")
                .text(journey.request().client().name())
                .raw(" works with one patient at a time. The list holds only patients whose record you may open.</p>")
                .add(Page.form(request, address(journey, "patient"), search));
        if (patients.isEmpty()) {
            body.raw("<p role=\"status\">Nobody of that name, or too many: type more of it.</p>");
        }
        body.add(Page.form(request, address(journey, "patient"), choice));
        return page(journey, "Choose a patient", body);
    }

    static Page chooseEncounter(HttpServletRequest request, Journey journey, List<Choice> encounters) {
        Html choice = choices("Visit or stay", encounters)
                .raw("<button class=\"main\" type=\"submit\"")
                .attribute("name", ACTION)
                .attribute("value", "choose")
                .raw(encounters.isEmpty() ? " disabled>" : ">")
                .raw("Open this visit</button><button type=\"submit\" formnovalidate")
                .attribute("name", ACTION)
                .attribute("value", "none")
                .raw(">Go on without a visit</button>");
        Html body = new Html();
        if (encounters.isEmpty()) {
            body.raw("<p role=\"status\">There is no visit that you may see.</p>");
        }
        body.add(Page.form(request, address(journey, "encounter"), choice));
        return page(journey, "Choose a visit or stay", body);
    }

    static Page consent(
            HttpServletRequest request,
            Journey journey,
            Person person,
            List<ConsentItem> items,
            @Nullable Choice patient,
            boolean isEmptyAnswer) {
        Html form = new Html();
        fieldset(form, "What it may do with data", items, true);
        fieldset(form, "What else it may do", items, false);
        purposes(form, person);
        form.raw("<button class=\"main\" type=\"submit\"")
                .attribute("name", ACTION)
                .attribute("value", "allow")
                .raw(">Allow what is ticked</button><button class=\"end\" type=\"submit\"")
                .attribute("name", ACTION)
                .attribute("value", "deny")
                .raw(">Do not allow</button>");
        Html body = new Html();
        if (isEmptyAnswer) {
            body.raw("<p class=\"alert\" role=\"alert\">Nothing is ticked that the app could work with. Tick something,"
                    + " or do not allow.</p>");
        }
        body.raw("<p><strong>")
                .text(journey.request().client().name())
                .raw("</strong> asks you, ")
                .text(person.name())
                .raw(", to let it in. Untick what it should not do. You can end this at any time under ")
                .raw("<a href=\"/smart/apps\">your apps</a>.</p>");
        if (patient != null) {
            body.raw("<p class=\"note\">It opens for this patient: <strong>")
                    .text(patient.label().reveal())
                    .raw("</strong></p>");
        }
        return page(
                journey,
                "Let " + journey.request().client().name() + " in?",
                body.add(Page.form(request, address(journey, "consent"), form)));
    }

    static Page gone() {
        return Page.of(
                        "This page has expired",
                        new Html()
                                .raw("<p role=\"alert\">Go back to your app and start again. Nothing was shared.</p>"))
                .status(HttpStatus.GONE);
    }

    static Page refused(String description) {
        return Page.of(
                        "This app cannot be opened",
                        new Html()
                                .raw("<p role=\"alert\">")
                                .text(description)
                                .raw("</p><p>Nothing was shared. Tell the people who gave you the app.</p>"))
                .status(HttpStatus.BAD_REQUEST);
    }

    static String address(Journey journey, String page) {
        return "/oauth2/authorize/" + journey.id() + "/" + page;
    }

    private static Page page(Journey journey, String title, Html body) {
        return Page.of(title, body)
                .leadingTo("form-action 'self' "
                        + AppOrigins.sourceOf(URI.create(journey.request().redirectUri())));
    }

    private static Html choices(String legend, List<Choice> choices) {
        Html list = new Html().raw("<fieldset><legend>").text(legend).raw("</legend><ul>");
        for (int i = 0; i < choices.size(); i++) {
            Choice choice = choices.get(i);
            list.raw("<li><label><input type=\"radio\" required")
                    .attribute("name", CHOSEN)
                    .attribute("value", choice.id())
                    .raw("> ")
                    .text(choice.label().reveal())
                    .raw("</label></li>");
        }
        return list.raw("</ul></fieldset>");
    }

    private static void fieldset(Html form, String legend, List<ConsentItem> items, boolean isAboutData) {
        if (items.stream().noneMatch(item -> item.isAboutData() == isAboutData)) {
            return;
        }
        form.raw("<fieldset><legend>").text(legend).raw("</legend><ul>");
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i).isAboutData() == isAboutData) {
                item(form, i, items.get(i));
            }
        }
        form.raw("</ul></fieldset>");
    }

    private static void item(Html form, int number, ConsentItem item) {
        form.raw("<li><label><input type=\"checkbox\" checked")
                .attribute("name", TICKED)
                .attribute("value", ConsentAnswer.number(number))
                .raw("> ")
                .text(item.text())
                .raw("</label>");
        if (!item.parts().isEmpty()) {
            form.raw("<details><summary>Limit this</summary><fieldset><legend>")
                    .raw("If you tick some of these, it gets only these:</legend><ul>");
            for (int part = 0; part < item.parts().size(); part++) {
                form.raw("<li><label><input type=\"checkbox\"")
                        .attribute("name", TICKED)
                        .attribute("value", ConsentAnswer.number(number, part))
                        .raw("> ")
                        .text(item.parts().get(part).text())
                        .raw("</label></li>");
            }
            form.raw("</ul></fieldset></details>");
        }
        form.raw("</li>");
    }

    private static void purposes(Html form, Person person) {
        Set<PurposeOfUse> purposes = person.purposes();
        if (purposes.size() < 2) {
            return;
        }
        form.raw("<p><label for=\"purpose\">What you use it for</label><select id=\"purpose\"")
                .attribute("name", PURPOSE)
                .raw(">");
        purposes.stream().sorted().forEach(purpose -> {
            form.raw("<option").attribute("value", purpose.code());
            if (purpose == person.usualPurpose()) {
                form.raw(" selected");
            }
            form.raw(">").text(inWords(purpose)).raw("</option>");
        });
        form.raw("</select></p>");
    }

    private static String inWords(PurposeOfUse purpose) {
        return switch (purpose) {
            case TREAT -> "Treatment";
            case ETREAT -> "Emergency treatment";
            case HPAYMT -> "Payment";
            case HOPERAT -> "Healthcare operations";
            case HRESCH -> "Research";
            case PATRQT -> "At the patient's request";
        };
    }
}
