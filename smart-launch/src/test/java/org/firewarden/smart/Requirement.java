package org.firewarden.smart;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The requirements of SMART App Launch 2.2 that a test shows, by the numbers that HL7 and Inferno give them. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Requirement {

    /** The numbers in the set {@code hl7.fhir.uv.smart-app-launch_2.2.0}. */
    int[] value();
}
