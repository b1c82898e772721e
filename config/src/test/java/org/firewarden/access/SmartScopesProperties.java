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
                        Arbitraries.of(Interaction.class).set().ofMinSize(1))
                .as(SmartScope::new);
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
