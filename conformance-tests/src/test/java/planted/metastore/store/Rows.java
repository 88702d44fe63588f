package planted.metastore.store;

/** Breaks a rule on purpose. */
public final class Rows {

}
