/**
 * Settings: the keys, where their values come from, and the typed records that components are given.
 * It may not touch any component.
 */
@NullMarked
package dev.skep.server.config;

import org.jspecify.annotations.NullMarked;
