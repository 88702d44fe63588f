package planted.storage.file;

/** Breaks a rule on purpose. */
public final class Files {

}
