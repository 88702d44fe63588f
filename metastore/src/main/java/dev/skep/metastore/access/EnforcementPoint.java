package dev.skep.metastore.access;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a method without which someone would see or do what policies deny. A mutation run takes each away in turn, and a test must notice: a method
 * without a result then does nothing, one of type boolean says true, and one that returns the type of a parameter returns that parameter.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface EnforcementPoint {}
