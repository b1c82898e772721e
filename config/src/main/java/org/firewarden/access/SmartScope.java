package org.firewarden.access;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One resource scope in the SMART v2 form {@code (patient|user|system)/(Type|*).c?r?u?d?s?} (SMART App Launch 2.2, Scopes
 * for requesting FHIR resources). Letters out of order are not a scope. The v1 endings {@code .read}, {@code .write} and
 * {@code .*} are taken as {@code .rs}, {@code .cud} and {@code .cruds}. A query part that is not a {@link ScopeQuery} makes it
 * no scope at all, so it grants nothing.
 *
 * @param context whose data it is about
 * @param resourceType a FHIR resource type, or {@code *} for each of them
 * @param interactions what may be done; never empty
 * @param query which resources of the type; {@link ScopeQuery#NONE} for each of them
 */
public record SmartScope(Context context, String resourceType, Set<Interaction> interactions, ScopeQuery query) {

    /** Whose data a scope is about. */
    public enum Context {
        /** One patient's compartment, the one in the token. */
        PATIENT,
        /** What the signed-in user may see. */
        USER,
        /** What the client itself may see. */
        SYSTEM
    }

    private static final Pattern V2 =
            Pattern.compile("(patient|user|system)/(\\*|[A-Z][A-Za-z]{0,63})\\.(c?r?u?d?s?)(?:\\?(.*))?");
    private static final Pattern V1 =
            Pattern.compile("(patient|user|system)/(\\*|[A-Z][A-Za-z]{0,63})\\.(read|write|\\*)");

    /** Refuses a scope that allows nothing. */
    public SmartScope {
        if (interactions.isEmpty()) {
            throw new IllegalArgumentException("a scope allows at least one interaction");
        }
        interactions = Collections.unmodifiableSet(EnumSet.copyOf(interactions));
    }

    /** A scope without query. */
    public SmartScope(Context context, String resourceType, Set<Interaction> interactions) {
        this(context, resourceType, interactions, ScopeQuery.NONE);
    }

    /** Reads one scope; empty if the text is not a resource scope of this form. */
    public static Optional<SmartScope> parse(String text) {
        Matcher v1 = V1.matcher(text);
        if (v1.matches()) {
            String letters = switch (v1.group(3)) {
                case "read" -> "rs";
                case "write" -> "cud";
                default -> "cruds";
            };
            return Optional.of(of(v1.group(1), v1.group(2), letters, ScopeQuery.NONE));
        }
        Matcher v2 = V2.matcher(text);
        if (v2.matches() && !v2.group(3).isEmpty()) {
            Optional<ScopeQuery> query =
                    v2.group(4) == null ? Optional.of(ScopeQuery.NONE) : ScopeQuery.parse(v2.group(4));
            return query.map(q -> of(v2.group(1), v2.group(2), v2.group(3), q));
        }
        return Optional.empty();
    }

    private static SmartScope of(String context, String type, String letters, ScopeQuery query) {
        Set<Interaction> interactions = EnumSet.noneOf(Interaction.class);
        letters.chars().forEach(letter -> Interaction.ofLetter((char) letter).ifPresent(interactions::add));
        return new SmartScope(Context.valueOf(context.toUpperCase(Locale.ROOT)), type, interactions, query);
    }

    /** True if this scope allows the interaction on resources of the type, or on those of them that its query names. */
    public boolean allows(Interaction interaction, String type) {
        return interactions.contains(interaction) && (resourceType.equals("*") || resourceType.equals(type));
    }

    /** True if this scope allows the interaction on the resource of the type that holds these tokens. */
    public boolean allows(Interaction interaction, String type, TokenValues resource) {
        return allows(interaction, type) && query.holds(resource);
    }

    /**
     * What both scopes allow, or empty if there is nothing that both do. The context must be the same: a {@code patient}
     * scope is not turned into a {@code user} scope by a grant of the latter.
     */
    public Optional<SmartScope> meet(SmartScope other) {
        if (context != other.context) {
            return Optional.empty();
        }
        String type;
        if (resourceType.equals("*")) {
            type = other.resourceType;
        } else if (other.resourceType.equals("*") || other.resourceType.equals(resourceType)) {
            type = resourceType;
        } else {
            return Optional.empty();
        }
        Set<Interaction> both = EnumSet.copyOf(interactions);
        both.retainAll(other.interactions);
        return both.isEmpty()
                ? Optional.empty()
                : Optional.of(new SmartScope(context, type, both, query.and(other.query)));
    }

    /** The scope in its v2 form. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(context.name().toLowerCase(Locale.ROOT))
                .append('/')
                .append(resourceType)
                .append('.');
        for (Interaction interaction : Interaction.values()) {
            if (interactions.contains(interaction)) {
                text.append(interaction.letter());
            }
        }
        return query.isEmpty()
                ? text.toString()
                : text.append('?').append(query).toString();
    }
}
