package org.firewarden.gate.decision;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.firewarden.access.CodedValue;
import org.firewarden.access.ResourceContent;
import org.jspecify.annotations.Nullable;

/**
 * One provision of a Consent (FHIR R4, Consent.provision). It covers an access if each of its criteria does; a criterion that
 * lists several values does if one of them does. Where it covers an access, the provisions within it are its exceptions.
 *
 * @param type what it does; null if it says nothing itself
 * @param period when it holds
 * @param actors for whom; empty for everybody
 * @param actions to do what; empty for whatever
 * @param purposes for what
 * @param labels on which security labels
 * @param classes on which kinds of content
 * @param codes on content with which codes; empty for whatever
 * @param dataPeriod on content of what time; null for whatever
 * @param data on which resources; empty for whatever
 * @param exceptions the provisions within it
 */
public record ConsentProvision(
        @Nullable Type type,
        ConsentPeriod period,
        List<ConsentActor> actors,
        Set<ConsentAction> actions,
        ConsentPurposes purposes,
        ConsentLabels labels,
        ConsentClasses classes,
        Set<CodedValue> codes,
        @Nullable ConsentPeriod dataPeriod,
        List<ConsentData> data,
        List<ConsentProvision> exceptions) {

    /** What a provision does. */
    public enum Type {
        PERMIT,
        DENY
    }

    /** Copies the collections. */
    public ConsentProvision {
        actors = List.copyOf(actors);
        actions = Set.copyOf(actions);
        codes = Set.copyOf(codes);
        data = List.copyOf(data);
        exceptions = List.copyOf(exceptions);
    }

    /** A provision that covers everything. */
    public static ConsentProvision of(Type type) {
        return new ConsentProvision(
                type,
                ConsentPeriod.ALWAYS,
                List.of(),
                Set.of(),
                ConsentPurposes.ANY,
                ConsentLabels.ANY,
                ConsentClasses.ANY,
                Set.of(),
                null,
                List.of(),
                List.of());
    }

    /** The same for these purposes. */
    public ConsentProvision with(ConsentPurposes other) {
        return new ConsentProvision(
                type, period, actors, actions, other, labels, classes, codes, dataPeriod, data, exceptions);
    }

    /** The same in this period. */
    public ConsentProvision in(ConsentPeriod other) {
        return new ConsentProvision(
                type, other, actors, actions, purposes, labels, classes, codes, dataPeriod, data, exceptions);
    }

    /** The same with other exceptions. */
    public ConsentProvision except(List<ConsentProvision> others) {
        return new ConsentProvision(
                type, period, actors, actions, purposes, labels, classes, codes, dataPeriod, data, others);
    }

    /** What it covers, whatever it does there. */
    public ConsentProvision withoutType() {
        return new ConsentProvision(
                null, period, actors, actions, purposes, labels, classes, codes, dataPeriod, data, exceptions);
    }

    /** What is left of it if nothing that it permits holds. */
    public ConsentProvision withoutPermits() {
        return new ConsentProvision(
                type == Type.PERMIT ? null : type,
                period,
                actors,
                actions,
                purposes,
                labels,
                classes,
                codes,
                dataPeriod,
                data,
                exceptions.stream().map(ConsentProvision::withoutPermits).toList());
    }

    /** The resources for which it, or a provision within it, must know what they refer to. */
    Set<String> related() {
        Set<String> references = new HashSet<>();
        data.stream()
                .filter(datum -> datum.meaning() == ConsentData.Meaning.RELATED)
                .forEach(datum -> references.add(datum.reference()));
        exceptions.forEach(exception -> references.addAll(exception.related()));
        return references;
    }

    ConsentProvision relatedTo(Map<String, Set<String>> referredTo) {
        return new ConsentProvision(
                type,
                period,
                actors,
                actions,
                purposes,
                labels,
                classes,
                codes,
                dataPeriod,
                data.stream().map(datum -> datum.relatedTo(referredTo)).toList(),
                exceptions.stream()
                        .map(exception -> exception.relatedTo(referredTo))
                        .toList());
    }

    /** True if it covers each access, at its time. */
    public boolean isUnconditional() {
        return actors.isEmpty()
                && actions.isEmpty()
                && !purposes.isNamed()
                && !labels.isNamed()
                && !classes.isNamed()
                && codes.isEmpty()
                && dataPeriod == null
                && data.isEmpty();
    }

    /**
     * What it says of an access: what its exceptions say, or, if they are silent, what it says itself.
     *
     * @param isOpening true if the purpose is named by what is around it
     */
    ConsentOutcome outcome(ConsentQuestion question, boolean isOpening) {
        ConsentMatch match = match(question);
        if (match == ConsentMatch.NO) {
            return ConsentOutcome.SILENT;
        }
        boolean isNamed = isOpening || (type == Type.PERMIT && purposes.isNamed());
        ConsentOutcome outcome = ConsentOutcome.SILENT;
        for (ConsentProvision exception : exceptions) {
            outcome = outcome.beside(exception.outcome(question, isNamed));
        }
        return match.limit(outcome == ConsentOutcome.SILENT ? own(question, isNamed) : outcome);
    }

    /**
     * A denial that names neither who nor what for nor what of is the general opt-out, which leaves treatment open: the
     * patient is treated here all the same (45 CFR 164.522(a)(1)(ii)). One that names anything holds for whom it covers.
     */
    private ConsentOutcome own(ConsentQuestion question, boolean isNamed) {
        if (type == null) {
            return ConsentOutcome.SILENT;
        }
        if (type == Type.PERMIT) {
            return isNamed ? ConsentOutcome.OPEN : ConsentOutcome.PERMIT;
        }
        return isUnconditional() && question.caller().purpose().isTreating()
                ? ConsentOutcome.SILENT
                : ConsentOutcome.DENY;
    }

    /** What needs no look at the resource first. */
    private ConsentMatch match(ConsentQuestion question) {
        ConsentMatch match = ConsentMatch.of(period.contains(question.asOf()))
                .and(purposes.match(question.caller().purpose()));
        if (match != ConsentMatch.NO) {
            match = match.and(any(actors, actor -> actor.match(question)));
        }
        if (match != ConsentMatch.NO) {
            match = match.and(any(
                    actions,
                    action -> action.match(question.access(), question.caller().purpose())));
        }
        if (match != ConsentMatch.NO) {
            match = match.and(labels.match(question));
        }
        return match == ConsentMatch.NO ? match : match.and(matchContent(question));
    }

    private ConsentMatch matchContent(ConsentQuestion question) {
        ConsentMatch match = classes.match(question);
        if (match != ConsentMatch.NO) {
            match = match.and(any(data, datum -> datum.match(question)));
        }
        if (match == ConsentMatch.NO || (codes.isEmpty() && dataPeriod == null)) {
            return match;
        }
        ResourceContent content = question.content();
        return match.and(
                content == null ? ConsentMatch.PENDING : matchCodes(content).and(matchTime(content)));
    }

    /** A code that stands somewhere in the resource, and not where it says what the resource is about, may be denied. */
    private ConsentMatch matchCodes(ResourceContent content) {
        if (codes.isEmpty() || !Collections.disjoint(codes, content.codes())) {
            return ConsentMatch.YES;
        }
        return Collections.disjoint(codes, content.furtherCodes()) ? ConsentMatch.NO : ConsentMatch.UNCERTAIN;
    }

    private ConsentMatch matchTime(ResourceContent content) {
        if (dataPeriod == null) {
            return ConsentMatch.YES;
        }
        return content.hasTime()
                ? ConsentMatch.of(dataPeriod.overlaps(new ConsentPeriod(content.start(), content.end())))
                : ConsentMatch.UNCERTAIN;
    }

    private static <T> ConsentMatch any(Iterable<T> values, Function<T, ConsentMatch> matcher) {
        ConsentMatch match = null;
        for (T value : values) {
            ConsentMatch one = matcher.apply(value);
            match = match == null ? one : match.or(one);
        }
        return match == null ? ConsentMatch.YES : match;
    }
}
