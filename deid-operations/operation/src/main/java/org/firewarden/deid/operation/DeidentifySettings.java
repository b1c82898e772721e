package org.firewarden.deid.operation;

import java.nio.file.Path;

/**
 * Settings of de-identification ({@code firewarden.deid.*}).
 *
 * @param vaults the folder in which each project has a vault of its own
 */
public record DeidentifySettings(Path vaults) {

    private static final String DEFAULT_PROJECT = "default";

    /** The folder of the vault that calls without a project use. */
    Path defaultVault() {
        return vaults.resolve(DEFAULT_PROJECT);
    }
}
