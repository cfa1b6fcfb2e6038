package alchemy.local.prisma;

import alchemy.local.InvalidBodyException;
import alchemy.local.Request;
import java.util.Map;
import java.util.Optional;

/** The fields of a request's body, checked. Fields that it does not know are passed over. */
final class Body {
  private static final String LOGICAL_ID = "[a-z0-9][-_a-z0-9]*";

  private final Map<?, ?> fields;

  private Body(Map<?, ?> fields) {
    this.fields = fields;
  }

  static Body of(Request request) {
    try {
      if (request.json() instanceof Map<?, ?> fields) {
        return new Body(fields);
      }
      throw ApiFault.invalid("The request body must be a JSON object.");
    } catch (InvalidBodyException e) {
      throw ApiFault.invalid(e.getMessage());
    }
  }

  /** A text that may be absent; null counts as a wrong type, as in the API. */
  Optional<String> text(String name) {
    if (!fields.containsKey(name)) {
      return Optional.empty();
    }
    if (fields.get(name) instanceof String text) {
      return Optional.of(text);
    }
    throw ApiFault.invalid("`" + name + "` must be a string.");
  }

  /** A text that must be there. */
  String required(String name) {
    return text(name).orElseThrow(() -> ApiFault.invalid("`" + name + "` is required."));
  }

  boolean flag(String name, boolean otherwise) {
    if (!fields.containsKey(name)) {
      return otherwise;
    }
    if (fields.get(name) instanceof Boolean flag) {
      return flag;
    }
    throw ApiFault.invalid("`" + name + "` must be a boolean.");
  }

  /** A display name that may be absent but not empty. */
  Optional<String> name() {
    var name = text("name");
    if (name.isPresent() && name.get().isEmpty()) {
      throw ApiFault.invalid("`name` must not be empty.");
    }
    return name;
  }

  Optional<String> logicalId() {
    var id = text("logicalId");
    if (id.isPresent() && !id.get().matches(LOGICAL_ID)) {
      throw ApiFault.invalid("`logicalId` must match ^" + LOGICAL_ID + "$.");
    }
    return id;
  }

  /** Refuses what the local cloud cannot do, rather than pass it over in silence. */
  void refuse(String name, String why) {
    if (fields.containsKey(name)) {
      throw ApiFault.invalid("`" + name + "`: the local cloud has " + why + ".");
    }
  }

  /** Refuses every source of a database but the empty one. */
  void onlyEmptySource() {
    if (fields.containsKey("source")
        && !(fields.get("source") instanceof Map<?, ?> source
            && "empty".equals(source.get("type")))) {
      throw ApiFault.invalid("`source`: the local cloud makes empty databases only.");
    }
    refuse("fromDatabase", "no backups and no clones");
  }
}
