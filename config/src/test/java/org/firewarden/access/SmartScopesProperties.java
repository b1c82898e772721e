package org.firewarden.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Scope sets form a meet-semilattice, and their meet allows exactly what both allow. */
class SmartScopesProperties {

    @Provide
    Arbitrary<SmartScopes> scopes() {
        Arbitrary<SmartScope> scope = Combinators.combine(
                        Arbitraries.of(SmartScope.Context.class),
                        Arbitraries.of("*", "Patient", "Observation"),
                        Arbitraries.of(Interaction.class).set().ofMinSize(1),
                        Arbitraries.of("", "category=a", "category=a,s|b", "category=a&code=s|c", "code=s|"))
                .as((context, type, interactions, query) -> new SmartScope(
                        context, type, interactions, ScopeQuery.parse(query).orElse(ScopeQuery.NONE)));
        return scope.set().ofMaxSize(4).map(SmartScopes::new);
    }

    @Property
    void theMeetAllowsWhatBothAllowInOneContext(
            @ForAll("scopes") SmartScopes first,
            @ForAll("scopes") SmartScopes second,
            @ForAll Interaction interaction,
            @ForAll SmartScope.Context context) {
        for (String type : Set.of("Patient", "Observation", "Condition")) {
            assertThat(in(context, first.meet(second)).allows(interaction, type))
                    .isEqualTo(in(context, first).allows(interaction, type)
                            && in(context, second).allows(interaction, type));
        }
    }

    @Provide
    Arbitrary<TokenValues> resources() {
        Arbitrary<Set<CodedValue>> codes = Combinators.combine(Arbitraries.of("", "s"), Arbitraries.of("a", "b", "c"))
                .as(CodedValue::new)
                .set()
                .ofMaxSize(2);
        return Combinators.combine(codes, codes).as((category, code) -> parameter -> switch (parameter) {
            case "category" -> category;
            case "code" -> code;
            default -> Set.of();
        });
    }

    @Property
    void theMeetReachesTheResourcesThatBothReach(
            @ForAll("scopes") SmartScopes first,
            @ForAll("scopes") SmartScopes second,
            @ForAll("resources") TokenValues resource,
            @ForAll Interaction interaction,
            @ForAll SmartScope.Context context) {
        assertThat(reaches(in(context, first.meet(second)), interaction, resource))
                .isEqualTo(reaches(in(context, first), interaction, resource)
                        && reaches(in(context, second), interaction, resource));
    }

    @Property
    void theMeetOfASetWithItselfReachesTheSame(
            @ForAll("scopes") SmartScopes scopes,
            @ForAll("resources") TokenValues resource,
            @ForAll Interaction interaction) {
        assertThat(reaches(scopes.meet(scopes), interaction, resource))
                .isEqualTo(reaches(scopes, interaction, resource));
    }

    private static boolean reaches(SmartScopes scopes, Interaction interaction, TokenValues resource) {
        return scopes.granted().stream().anyMatch(scope -> scope.allows(interaction, "Observation", resource));
    }

    @Property
    void textAndBackIsTheSame(@ForAll("scopes") SmartScopes scopes) {
        assertThat(SmartScopes.parse(scopes.toString())).isEqualTo(scopes);
    }

    private static SmartScopes in(SmartScope.Context context, SmartScopes scopes) {
        return new SmartScopes(scopes.granted().stream()
                .filter(scope -> scope.context() == context)
                .collect(java.util.stream.Collectors.toSet()));
    }
}
