package org.firewarden.gate.policy;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One policy file as it was read: its name without the directory, and its bytes. */
public final class PolicyFile {

    private final String name;
    private final byte[] content;

    /** Copies the bytes. */
    public PolicyFile(String name, byte[] content) {
        this.name = name;
        this.content = content.clone();
    }

    /** The name without the directory, for example {@code billing.yaml}. */
    public String name() {
        return name;
    }

    byte[] content() {
        return content.clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PolicyFile file && name.equals(file.name) && Arrays.equals(content, file.content);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + Arrays.hashCode(content);
    }
}
