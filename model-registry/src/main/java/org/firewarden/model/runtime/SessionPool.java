package org.firewarden.model.runtime;

import java.util.HashMap;
import java.util.Map;

/** The open sessions, one for each artifact whatever the number of its users; closes them all. Safe for many threads. */
public final class SessionPool implements AutoCloseable {

    private final RuntimeSettings settings;
    private final Map<String, InferenceSession> sessions = new HashMap<>();

    /** Begins with no session. */
    public SessionPool(RuntimeSettings settings) {
        this.settings = settings;
    }

    /**
     * The session of an artifact, opened if need be.
     *
     * @param example a row of inputs for which the model answers numbers
     * @throws InferenceException as {@link InferenceSession#open}
     */
    public synchronized InferenceSession session(ModelArtifact artifact, double[] example) {
        InferenceSession open = sessions.get(artifact.sha256());
        if (open == null) {
            open = InferenceSession.open(artifact, settings, example);
            sessions.put(artifact.sha256(), open);
        }
        return open;
    }

    /** On which hardware each open session runs, by the digest of its artifact. */
    public synchronized Map<String, ProviderChoice> providers() {
        Map<String, ProviderChoice> choices = new HashMap<>();
        sessions.forEach((digest, session) -> choices.put(digest, session.provider()));
        return choices;
    }

    /** Closes each session once its runs have ended. */
    @Override
    public synchronized void close() {
        sessions.values().forEach(InferenceSession::close);
        sessions.clear();
    }
}
