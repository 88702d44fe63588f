import org.apache.hadoop.hive.metastore.api.NotificationEvent;
import org.apache.hadoop.hive.metastore.messaging.EventMessage;
import org.apache.hadoop.hive.metastore.messaging.MessageFactory;
import org.apache.hadoop.hive.metastore.messaging.UpdatePartitionColumnStatMessage;
import org.apache.hadoop.hive.metastore.messaging.UpdateTableColumnStatMessage;

/** Messages as Hive 4 reads them: the format of each tells how. */
final class Messages {
    private Messages() {}

    static boolean isKnown(String type) {
        return EventMessage.EventType.valueOf(type) != null;
    }

    static EventMessage read(NotificationEvent event) throws Exception {
        return MessageFactory.getInstance(event.getMessageFormat()).getDeserializer().getEventMessage(event.getEventType(), event.getMessage());
    }

    static String other(EventMessage message) throws Exception {
        if (message instanceof UpdateTableColumnStatMessage one) {
            return one.getTableObject().getTableName() + " " + one.getColumnStatistics().getStatsDesc().isIsTblLevel();
        } else if (message instanceof UpdatePartitionColumnStatMessage one) {
            return one.getTableObject().getTableName() + " " + one.getPartVals() + " " + one.getColumnStatistics().getStatsDesc().getPartName();
        }
        return message.getClass().getSimpleName();
    }
}
