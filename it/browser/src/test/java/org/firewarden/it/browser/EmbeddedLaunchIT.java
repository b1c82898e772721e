package org.firewarden.it.browser;

/** Launches with the authorization server that is built in. */
class EmbeddedLaunchIT extends LaunchContract {

    private static final Surroundings SURROUNDINGS = new EmbeddedSurroundings();

    @Override
    Surroundings surroundings() {
        return SURROUNDINGS;
    }
}
