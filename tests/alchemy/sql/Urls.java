package alchemy.sql;

import alchemy.Connectable;
import alchemy.Handle;
import alchemy.Secret;
import java.util.function.Supplier;

/** Connections that no resource stands for. */
public final class Urls {
  private Urls() {}

  /** One with that connection string. */
  public static Connectable of(Supplier<Secret> url) {
    return new Connectable() {
      @Override
      public Secret connectionString() {
        return url.get();
      }

      @Override
      public Handle<?> handle() {
        return null;
      }
    };
  }
}
