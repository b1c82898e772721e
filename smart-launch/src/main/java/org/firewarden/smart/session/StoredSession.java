package org.firewarden.smart.session;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.firewarden.smart.people.SignIn;
import org.jspecify.annotations.Nullable;
import org.springframework.session.MapSession;
import org.springframework.session.Session;

/** A session of one request, which remembers what must be written back. */
final class StoredSession implements Session {

    private final MapSession content;
    private @Nullable String storedId;
    private Instant storedUse;
    private boolean isChanged;
    private boolean isSignedInNow;

    private StoredSession(MapSession content, @Nullable String storedId) {
        this.content = content;
        this.storedId = storedId;
        this.storedUse = content.getLastAccessedTime();
    }

    /** One that is not in the database yet. */
    static StoredSession begun(MapSession content) {
        return new StoredSession(content, null);
    }

    /** One as it is in the database. */
    static StoredSession found(MapSession content) {
        return new StoredSession(content, content.getId());
    }

    /** The id under which it is in the database, or null. */
    @Nullable
    String storedId() {
        return storedId;
    }

    /** States that the database has it as it is now. */
    void stored(Instant now) {
        storedId = content.getId();
        storedUse = now;
        isChanged = false;
        isSignedInNow = false;
    }

    /** When it was used before this request. */
    Instant storedUse() {
        return storedUse;
    }

    /** True if what it holds, or its id, is not as in the database. */
    boolean isChanged() {
        return isChanged || !content.getId().equals(storedId);
    }

    /** True if somebody signed in during this request. */
    boolean isSignedInNow() {
        return isSignedInNow;
    }

    /** Who has signed in, or null. */
    @Nullable
    String person() {
        return getAttribute(SignIn.ATTRIBUTE) instanceof SignIn signIn ? signIn.subject() : null;
    }

    /** All that it holds. */
    Map<String, Object> attributes() {
        Map<String, Object> attributes = new HashMap<>();
        for (String name : content.getAttributeNames()) {
            attributes.put(name, content.getRequiredAttribute(name));
        }
        return attributes;
    }

    @Override
    public String getId() {
        return content.getId();
    }

    @Override
    public String changeSessionId() {
        return content.changeSessionId();
    }

    @Override
    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"
    }) // The library's own contract: null for what is not there.
    public <T> T getAttribute(String name) {
        return content.getAttribute(name);
    }

    @Override
    public Set<String> getAttributeNames() {
        return content.getAttributeNames();
    }

    @Override
    public void setAttribute(String name, Object value) {
        isChanged = true;
        isSignedInNow |= name.equals(SignIn.ATTRIBUTE);
        content.setAttribute(name, value);
    }

    @Override
    public void removeAttribute(String name) {
        isChanged = true;
        content.removeAttribute(name);
    }

    @Override
    public Instant getCreationTime() {
        return content.getCreationTime();
    }

    /** Left to the database's own bookkeeping. */
    @Override
    public void setLastAccessedTime(Instant time) {
        content.setLastAccessedTime(time);
    }

    @Override
    public Instant getLastAccessedTime() {
        return content.getLastAccessedTime();
    }

    @Override
    public void setMaxInactiveInterval(Duration interval) {
        content.setMaxInactiveInterval(interval);
    }

    @Override
    public Duration getMaxInactiveInterval() {
        return content.getMaxInactiveInterval();
    }

    /** One that has expired is never found. */
    @Override
    public boolean isExpired() {
        return false;
    }
}
