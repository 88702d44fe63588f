package planted.storage.parquet;

/** Breaks a rule on purpose. */
public final class Pages {
    public planted.storage.local.Disk other() {
        return new planted.storage.local.Disk();
    }

    public planted.storage.orc.Stripes stripes() {
        return new planted.storage.orc.Stripes();
    }

    public org.apache.hadoop.fs.Path path() {
        throw new IllegalStateException();
    }

    public org.apache.thrift.TException wire() {
        throw new IllegalStateException();
    }
}
