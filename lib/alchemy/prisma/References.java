package alchemy.prisma;

import alchemy.Handle;
import alchemy.Resource;
import java.util.Optional;

/** What the resources of this room share about pointing at one another. */
final class References {
  private References() {}

  static String id(String type, String id) {
    if (id == null || id.isBlank()) {
      throw new EmptyReferenceException(type);
    }
    return id.strip();
  }

  static <O extends Record> Handle<O> known(Handle<O> handle, Resource owner, String attribute) {
    if (handle == null) {
      throw new ReferenceException(owner.toString(), attribute);
    }
    return handle;
  }

  /** The token that was declared for a parent, which its children use, too. */
  static Optional<Object> inheritToken(Resource parent) {
    return parent.handle() == null ? Optional.empty() : parent.handle().declared("serviceToken");
  }
}
