package org.firewarden.deid.engine.stream;

import java.time.LocalDate;
import java.time.Month;
import org.firewarden.crypto.KeyRing;
import org.firewarden.deid.engine.chart.Charts;
import org.firewarden.deid.engine.date.DateShift;
import org.firewarden.deid.engine.place.Territories;
import org.firewarden.deid.engine.place.ZipAreas;
import org.firewarden.deid.engine.policy.Policy;
import org.firewarden.deid.engine.release.ReleaseTerms;
import org.firewarden.deid.engine.release.Tokens;
import org.firewarden.deid.engine.scan.ResidualScan;
import org.firewarden.deid.engine.structure.R4Structure;
import org.firewarden.deid.engine.tagger.NameTagger;
import org.firewarden.deid.engine.text.TextScrubber;
import org.firewarden.deid.engine.text.Vocabulary;
import org.firewarden.deid.engine.unit.Units;
import org.firewarden.deid.engine.vault.TokenVault;
import org.jspecify.annotations.Nullable;

/**
 * What every walk of an engine shares. All of it is safe for many threads.
 *
 * @param shift moves dates; null for a policy that moves none
 * @param scrubber scrubs texts; null where none come out
 */
public record Parts(
        R4Structure structure,
        Policy policy,
        TokenVault vault,
        ZipAreas zipAreas,
        Territories territories,
        Units units,
        ReleaseTerms terms,
        Tokens tokens,
        @Nullable DateShift shift,
        @Nullable TextScrubber scrubber,
        Vocabulary vocabulary) {

    /**
     * The parts of an engine for a policy with random tokens that moves no dates, in the default project.
     *
     * @throws IllegalArgumentException if the policy takes keys
     */
    public static Parts of(R4Structure structure, Policy policy, TokenVault vault) {
        return of(
                structure,
                policy,
                vault,
                null,
                ReleaseTerms.asOf(LocalDate.of(policy.undatedAsOf(), Month.DECEMBER, 31)));
    }

    /** The scan of what is about to be released, with what a first pass has gathered. */
    public ResidualScan residualScan(Charts charts) {
        return new ResidualScan(
                charts,
                vocabulary::isWord,
                place -> territories.state(place).isPresent()
                        || territories.country(place).isPresent(),
                policy.keepsPlaces());
    }

    /**
     * The parts of an engine.
     *
     * @param keys derive keyed tokens and the shift of dates; may be null for a policy that has neither
     * @throws org.firewarden.deid.engine.release.TermsException if the policy demands more than the terms give
     * @throws org.firewarden.deid.engine.tagger.TaggerException if the policy asks for the tagger and it cannot be loaded
     */
    public static Parts of(
            R4Structure structure, Policy policy, TokenVault vault, @Nullable KeyRing keys, ReleaseTerms terms) {
        terms.require(policy);
        if (policy.shiftsDates() && keys == null) {
            throw new IllegalArgumentException("policy " + policy.name() + " moves dates, which takes a key ring");
        }
        ZipAreas areas = new ZipAreas();
        Territories territories = new Territories();
        Vocabulary vocabulary = new Vocabulary();
        return new Parts(
                structure,
                policy,
                vault,
                areas,
                territories,
                new Units(),
                terms,
                new Tokens(vault, keys, policy, terms.project()),
                policy.shiftsDates() && keys != null ? new DateShift(keys, terms.project()) : null,
                policy.scrubsText() && terms.keepsText()
                        ? new TextScrubber(
                                vocabulary,
                                territories,
                                areas,
                                policy.keepsPlaces(),
                                policy.tagsNames() ? NameTagger.shipped() : null)
                        : null,
                vocabulary);
    }
}
