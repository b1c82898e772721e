package org.firewarden.control;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says of a test which controls it is evidence for. The matrix of controls and tests is made from these ({@code it},
 * {@code ControlMatrixTest}), which also refuses a control that is not in its list.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface Control {

    /** Clauses of 45 CFR and 42 CFR, such as {@code 164.312(b)}. */
    String[] value();
}
