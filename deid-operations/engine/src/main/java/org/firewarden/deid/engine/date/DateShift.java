package org.firewarden.deid.engine.date;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.firewarden.crypto.KeyPurpose;
import org.firewarden.crypto.KeyRing;
import org.firewarden.deid.engine.release.Project;

/**
 * By how many days the dates of a patient are moved: one number for each patient and project, whatever the file, run, node or
 * resource type, because it is derived from the key ring and from nothing else. Always into the past, so that nothing that has
 * happened lies in the future. Not for Safe Harbor, which lets no more than the year stay (45 CFR 164.514(b)(2)(i)(C)).
 */
public final class DateShift {

    /** The longest shift, in days. */
    public static final int SPAN = 365;

    private final KeyRing keys;
    private final String prefix;

    /** The shifts of a project. */
    public DateShift(KeyRing keys, Project project) {
        this.keys = keys;
        this.prefix = "deid-shift\n" + project.name() + "\n";
    }

    /**
     * The number of days to add to each date of a patient: -365 to -1.
     *
     * @param patient the identity, {@code Patient/id}; of a resource without a patient its own
     */
    public int days(String patient) {
        byte[] mac = keys.mac(KeyPurpose.VAULT, (prefix + patient).getBytes(StandardCharsets.UTF_8));
        return -1 - (int) Long.remainderUnsigned(ByteBuffer.wrap(mac).getLong(), SPAN);
    }
}
