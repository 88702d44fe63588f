/**
 * Who a client is: passwords, directories, tokens, tickets and certificates become one signed-in user with groups, and who may act for whom.
 * It may not touch the catalog, but for the store's master keys and tokens, and decides nothing about what a user may do.
 */
@NullMarked
package dev.skep.server.auth;

import org.jspecify.annotations.NullMarked;
