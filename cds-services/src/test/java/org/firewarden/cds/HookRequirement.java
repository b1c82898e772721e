package org.firewarden.cds;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The requirements of CDS Hooks that a test shows, by their numbers in the public list of requirements. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface HookRequirement {

    /** The numbers in the set {@code cds-hooks_2.0}. */
    int[] value() default {};

    /** The numbers in the set {@code cds-hooks-library_1.0.1}. */
    int[] library() default {};
}
