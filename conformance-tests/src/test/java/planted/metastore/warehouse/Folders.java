package planted.metastore.warehouse;

/** Breaks a rule on purpose. */
public final class Folders {

}
