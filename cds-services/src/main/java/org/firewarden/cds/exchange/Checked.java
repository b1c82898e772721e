package org.firewarden.cds.exchange;

import java.util.function.Function;

/**
 * A value that passed its checks, or the refusal that ends the request. Steps are chained with {@link #then}; the first
 * refusal is the answer.
 *
 * @param <T> the type of the value
 */
public sealed interface Checked<T> {

    /** The value is good. */
    record Valid<T>(T value) implements Checked<T> {}

    /** The request ends here. */
    record Refused<T>(Refusal refusal) implements Checked<T> {}

    /** A good value. */
    static <T> Checked<T> valid(T value) {
        return new Valid<>(value);
    }

    /** A refusal. */
    static <T> Checked<T> refused(Refusal refusal) {
        return new Refused<>(refusal);
    }

    /** Goes on with the value, or keeps the refusal. */
    default <R> Checked<R> then(Function<? super T, Checked<R>> next) {
        return fold(next, Checked::refused);
    }

    /** Ends the chain: one function for the value, one for the refusal. */
    default <R> R fold(Function<? super T, ? extends R> onValid, Function<? super Refusal, ? extends R> onRefused) {
        if (this instanceof Valid<T> valid) {
            return onValid.apply(valid.value());
        }
        return onRefused.apply(((Refused<T>) this).refusal());
    }
}
