package org.firewarden.model.runtime;

/**
 * On which hardware a model runs, and why if that is not what was wanted.
 *
 * @param wanted what the settings ask for
 * @param used what it runs on
 * @param reason why another one is used, or an empty text
 */
public record ProviderChoice(ExecutionProvider wanted, ExecutionProvider used, String reason) {

    /** Whether something else is used than was asked for. */
    public boolean isFallBack() {
        return !reason.isEmpty();
    }
}
