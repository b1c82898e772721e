package org.firewarden.phi;

import com.fasterxml.jackson.annotation.JsonIgnoreType;
import java.util.Objects;
import java.util.function.Function;

/**
 * A value that identifies or describes a patient. Its text form says nothing, and Jackson leaves it out, so that it can be
 * held by records, passed to loggers and put into exceptions without telling anything (45 CFR 164.502(b)).
 *
 * @param <T> the type of the value
 */
@JsonIgnoreType
public final class Phi<T> {

    private final T value;

    private Phi(T value) {
        this.value = Objects.requireNonNull(value);
    }

    /** Wraps a value. */
    public static <T> Phi<T> of(T value) {
        return new Phi<>(value);
    }

    /** The value itself. Each call is a place to look at in a review. */
    public T reveal() {
        return value;
    }

    /** Applies a function inside the wrapper. */
    public <R> Phi<R> map(Function<? super T, ? extends R> function) {
        return new Phi<>(function.apply(value));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Phi<?> phi && phi.value.equals(value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    /** Always the same text. */
    @Override
    public String toString() {
        return "Phi[hidden]";
    }
}
