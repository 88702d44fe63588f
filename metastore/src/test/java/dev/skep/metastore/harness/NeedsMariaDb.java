package dev.skep.metastore.harness;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.condition.EnabledIf;

/** Skips tests, saying so, on machines without MariaDB's server. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@EnabledIf(value = "dev.skep.metastore.harness.MariaDbServer#isInstalled", disabledReason = "MariaDB's server is not installed (Debian: apt-get install mariadb-server)")
public @interface NeedsMariaDb {
}
