package planted.storage.vector;

/** Breaks a rule on purpose. */
public final class Column {

}
