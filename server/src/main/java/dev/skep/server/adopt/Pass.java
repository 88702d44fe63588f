package dev.skep.server.adopt;

/** What is done about a difference. */
enum Pass {
    /** It is told what would be done. */
    PLAN,
    /** It is done. */
    WRITE,
    /** It is told as something that is wrong. */
    VERIFY
}
