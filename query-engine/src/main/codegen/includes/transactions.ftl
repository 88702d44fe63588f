/** What the locks, transactions and compactions of clients are. */
Statement ShowTransactions() :
{
    Name name = null;
    boolean isDatabase = false;
    List<PartitionTerm> partition = ImmutableList.of();
}
{
    <LOCKS>
    [
        LOOKAHEAD({ (getToken(1).kind == DATABASE || getToken(1).kind == SCHEMA) && getToken(2).kind != EOF && getToken(2).kind != DOT && getToken(2).kind != SEMICOLON })
        ( <DATABASE> | <SCHEMA> ) { isDatabase = true; } name = SkepName()
    |
        name = SkepName() [ partition = PartitionSpec() ]
    ]
    [ <EXTENDED> ]
    { return new TransactionStatement.ShowLocks(name, isDatabase, partition); }
|
    <TRANSACTIONS> { return new TransactionStatement.ShowTransactions(); }
|
    <COMPACTIONS> { return new TransactionStatement.ShowCompactions(); }
}

Statement EndOfLockOrTransaction() :
{
    long id;
    final List<Long> ids = new ArrayList<Long>();
}
{
    <KILL> <LOCK> id = WholeNumber() { return new TransactionStatement.KillLock(id); }
|
    <ABORT> <TRANSACTIONS> id = WholeNumber() { ids.add(id); }
    ( [ <COMMA> ] id = WholeNumber() { ids.add(id); } )*
    { return new TransactionStatement.AbortTransactions(ids); }
}

long WholeNumber() :
{
}
{
    <UNSIGNED_INTEGER_LITERAL>
    {
        // No number is greater than the greatest, so nothing is found for one that is too great.
        return new java.math.BigInteger(token.image).min(java.math.BigInteger.valueOf(Long.MAX_VALUE)).longValue();
    }
}
