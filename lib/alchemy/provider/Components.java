package alchemy.provider;

import java.lang.reflect.RecordComponent;

/** Reads a record's component by its name. */
final class Components {
  private Components() {}

  static String text(Record record, String name) {
    for (RecordComponent each : record.getClass().getRecordComponents()) {
      if (each.getName().equals(name)) {
        try {
          each.getAccessor().setAccessible(true);
          Object value = each.getAccessor().invoke(record);
          return value == null ? null : value.toString();
        } catch (ReflectiveOperationException e) {
          throw new IllegalStateException(each + " can't be read", e);
        }
      }
    }
    return null;
  }
}
