package org.firewarden.crypto;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a key encryption key is for. A key of one purpose never opens what was sealed for another. */
public enum KeyPurpose {
    /** The pseudonym vault of the de-identification engine. */
    VAULT,
    /** Private keys that sign tokens. */
    TOKEN_SIGNING,
    /** What clinicians write down when they break the glass. */
    BREAK_GLASS,
    /** What it takes to explain a recommendation and to compute it again. */
    RECOMMENDATION,
    /** The content keys of the audit ledger, one for each patient. */
    LEDGER_CONTENT,
    /** The blind index of the audit ledger: a key for {@link KeyRing#mac} only. */
    LEDGER_INDEX,
    /** Private keys that sign the checkpoints of the audit ledger. */
    LEDGER_SIGNING,
    /** The private key with which this server signs the models that it ships and trains. */
    MODEL_SIGNING,
    /** The artifacts of models. */
    MODEL_ARTIFACT,
    /** The authority, the parameters and the checkpoints of jobs. */
    JOB,
    /** The content keys of data sets, one for each. */
    DATA_SET,
    /** Private keys that sign data sets and what became of them. */
    DATA_SET_SIGNING,
    /** The noise and the sampling of training runs: a key for {@link KeyRing#mac} only. */
    TRAINING_NOISE,
    /** What the sessions of people who sign in hold, and how far they have come with an app. */
    SESSION,
    /** The secrets of second factors. */
    SECOND_FACTOR,
    /** Sign-in names that somebody typed, and recovery codes: a key for {@link KeyRing#mac} only. */
    SIGN_IN_INDEX;

    static Optional<KeyPurpose> ofCode(String code) {
        return Arrays.stream(values()).filter(p -> p.code().equals(code)).findFirst();
    }

    String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
