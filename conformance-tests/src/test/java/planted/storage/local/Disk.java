package planted.storage.local;

/** Breaks a rule on purpose. */
public final class Disk {

}
