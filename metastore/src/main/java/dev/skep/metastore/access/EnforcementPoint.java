package dev.skep.metastore.access;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A method without which something would be told or done that the policies forbid. A mutation run takes each away in turn, and the tests must notice: a method
 * without a result then does nothing, one that answers yes or no says yes, and one that returns the type of one of its parameters returns that parameter.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface EnforcementPoint {
}
