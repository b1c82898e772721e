package org.firewarden.deid.engine.chart;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.firewarden.deid.engine.chart.Term.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Reads the terms out of one resource, by the names that FHIR gives to their places, wherever they stand: extensions, contained
 * resources and primitive siblings are read like all else.
 */
public final class Harvest {

    private static final Set<String> PEOPLE = Set.of("Practitioner", "PractitionerRole");
    private static final Set<String> PLACES = Set.of("Organization", "Location", "HealthcareService");

    private final Consumer<Term> terms;
    private final BiConsumer<String, String> references;
    private final Deque<String> path = new ArrayDeque<>();
    private String type = "";

    /**
     * Prepares a harvest.
     *
     * @param terms takes each term
     * @param references takes each reference with its display, which is empty where there is none
     */
    public Harvest(Consumer<Term> terms, BiConsumer<String, String> references) {
        this.terms = terms;
        this.references = references;
    }

    /** Reads a resource; the parser stands at its first token. */
    public void read(JsonParser parser, String resourceType) throws IOException {
        type = resourceType;
        object(parser);
    }

    private void object(JsonParser parser) throws IOException {
        String reference = null;
        String display = null;
        String url = null;
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            JsonToken token = parser.nextToken();
            if (token == JsonToken.VALUE_STRING) {
                String text = parser.getText();
                switch (name) {
                    case "reference" -> reference = text;
                    case "display" -> display = text;
                    case "url" -> url = text;
                    default -> string(name, text, url);
                }
            } else {
                value(parser, name, token, url);
            }
        }
        if (reference != null) {
            references.accept(reference, display == null ? "" : display);
            if (display != null) {
                display(reference, display);
            }
        }
    }

    private void value(JsonParser parser, String name, @Nullable JsonToken token, @Nullable String url)
            throws IOException {
        if (token == JsonToken.START_OBJECT) {
            path.push(name);
            object(parser);
            path.pop();
        } else if (token == JsonToken.START_ARRAY) {
            for (JsonToken each = parser.nextToken();
                    each != JsonToken.END_ARRAY && each != null;
                    each = parser.nextToken()) {
                if (each == JsonToken.VALUE_STRING) {
                    string(name, parser.getText(), url);
                } else {
                    value(parser, name, each, url);
                }
            }
        } else if (name.equals("valueDecimal") && url != null && (url.equals("latitude") || url.equals("longitude"))) {
            terms.accept(new Term(Kind.COORDINATE, parser.getText()));
        }
    }

    private void string(String name, String text, @Nullable String url) {
        if (text.isBlank()) {
            return;
        }
        String parent = path.isEmpty() ? "" : path.peek();
        Kind person = PEOPLE.contains(type) ? Kind.CLINICIAN : Kind.NAME;
        switch (name) {
            case "family", "given" -> terms.accept(new Term(person, text));
            case "text" -> {
                if (parent.equals("name")) {
                    terms.accept(new Term(PEOPLE.contains(type) ? Kind.CLINICIAN : Kind.PERSON, text));
                } else if (parent.equals("address")) {
                    terms.accept(new Term(Kind.STREET, text));
                }
            }
            case "line" -> terms.accept(new Term(Kind.STREET, text));
            case "city", "district" -> terms.accept(new Term(Kind.PLACE, text));
            case "postalCode" -> terms.accept(new Term(Kind.ZIP, text));
            case "value" -> {
                if (parent.equals("telecom")) {
                    terms.accept(new Term(text.indexOf('@') > 0 ? Kind.MAIL : Kind.PHONE, text));
                } else if (parent.equals("identifier")) {
                    terms.accept(new Term(Kind.NUMBER, text));
                }
            }
            case "id" -> {
                if (path.isEmpty()) {
                    terms.accept(new Term(Kind.NUMBER, text));
                }
            }
            case "name" -> {
                if (PLACES.contains(type) && path.isEmpty()) {
                    terms.accept(new Term(Kind.ORGANIZATION, text));
                }
            }
            case "authorString" -> terms.accept(new Term(Kind.PERSON, text));
            case "subscriberId" -> terms.accept(new Term(Kind.NUMBER, text));
            case "valueString" -> {
                if (url != null && url.endsWith("mothersMaidenName")) {
                    terms.accept(new Term(Kind.PERSON, text));
                }
            }
            default -> {
                // Nothing that names anybody.
            }
        }
    }

    private void display(String reference, String display) {
        for (String place : PLACES) {
            if (reference.contains(place)) {
                terms.accept(new Term(Kind.ORGANIZATION, display));
                return;
            }
        }
        if (reference.contains("Practitioner")) {
            terms.accept(new Term(Kind.CLINICIAN, display));
        } else if (reference.contains("Patient")
                || reference.contains("RelatedPerson")
                || reference.contains("Person")) {
            terms.accept(new Term(Kind.PERSON, display));
        } else if (reference.startsWith("urn:")) {
            // Nobody says of what it is: a subject, or who took part.
            String parent = path.isEmpty() ? "" : path.peek();
            if (Set.of(
                            "subject",
                            "patient",
                            "individual",
                            "actor",
                            "performer",
                            "requester",
                            "provider",
                            "recorder",
                            "author",
                            "member",
                            "beneficiary",
                            "who",
                            "asserter",
                            "agent")
                    .contains(parent)) {
                terms.accept(new Term(Kind.PERSON, display));
            } else if (Set.of("serviceProvider", "managingOrganization", "location", "custodian", "insurer")
                    .contains(parent)) {
                terms.accept(new Term(Kind.ORGANIZATION, display));
            }
        }
    }
}
