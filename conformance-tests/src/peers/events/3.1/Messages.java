import org.apache.hadoop.hive.metastore.api.NotificationEvent;
import org.apache.hadoop.hive.metastore.messaging.EventMessage;
import org.apache.hadoop.hive.metastore.messaging.MessageFactory;

/** Messages as Hive 3.1 reads them. */
final class Messages {
    private Messages() {}

    static boolean isKnown(String type) {
        for (EventMessage.EventType one : EventMessage.EventType.values()) {
            if (one.name().equals(type)) {
                return true;
            }
        }
        return false;
    }

    static EventMessage read(NotificationEvent event) {
        return switch (event.getEventType()) {
            // Its getEventMessage does not lead to these, its replication calls them by name.
            case "ADD_PRIMARYKEY" -> MessageFactory.getInstance().getDeserializer().getAddPrimaryKeyMessage(event.getMessage());
            case "ADD_FOREIGNKEY" -> MessageFactory.getInstance().getDeserializer().getAddForeignKeyMessage(event.getMessage());
            case "ADD_UNIQUECONSTRAINT" -> MessageFactory.getInstance().getDeserializer().getAddUniqueConstraintMessage(event.getMessage());
            case "ADD_NOTNULLCONSTRAINT" -> MessageFactory.getInstance().getDeserializer().getAddNotNullConstraintMessage(event.getMessage());
            case "DROP_CONSTRAINT" -> MessageFactory.getInstance().getDeserializer().getDropConstraintMessage(event.getMessage());
            default -> MessageFactory.getInstance().getDeserializer().getEventMessage(event.getEventType(), event.getMessage());
        };
    }

    static String other(EventMessage message) {
        return message.getClass().getSimpleName();
    }
}
