package alchemy.state;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One resource as the state knows it. Immutable; leaves of the trees are JSON values, {@link
 * alchemy.Secret} (fresh) or {@link Sealed} (as loaded).
 *
 * @param key the row's name in state: the id, or {@code id~n} for one that a replacement superseded
 * @param id the resource's id in the script
 * @param type the resource's type, as {@code prisma:Database}
 * @param provider the class name of its provider
 * @param status where it stands
 * @param place API endpoint and workspace or account, or null if not known yet
 * @param name the physical name, or null
 * @param remoteId the id in the cloud, or null if none is known
 * @param props the properties last applied, canonical
 * @param intended the properties that an interrupted update wanted, or null
 * @param outputs what the provider answered
 * @param dependencies the keys of the rows that it was built from
 * @param delete the policy: whether a run may delete it
 * @param createdAt when its create began, or null
 * @param serverTime the last time that the service's clock showed, or null
 * @param line script file and line that declared it, or null
 */
public record Row(
    String key,
    String id,
    String type,
    String provider,
    RowStatus status,
    String place,
    String name,
    String remoteId,
    Map<String, Object> props,
    Map<String, Object> intended,
    Map<String, Object> outputs,
    List<String> dependencies,
    boolean delete,
    Instant createdAt,
    Instant serverTime,
    String line) {

  public Row {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(provider, "provider");
    Objects.requireNonNull(status, "status");
    props = Frozen.map(props);
    intended = Frozen.mapOrNull(intended);
    outputs = Frozen.map(outputs);
    dependencies = List.copyOf(dependencies);
  }

  /** A new live row in {@link RowStatus#CREATING}: key is the id, trees and lists are empty. */
  public static Builder of(String id, String type, String provider) {
    return new Builder(id, type, provider);
  }

  /** A builder that starts from this row. */
  public Builder with() {
    return new Builder(this);
  }

  // Written out, because what the compiler makes for a record costs its first caller 20 ms.
  @Override
  public boolean equals(Object other) {
    return other instanceof Row that && Arrays.equals(components(), that.components());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(components());
  }

  private Object[] components() {
    return new Object[] {
      key,
      id,
      type,
      provider,
      status,
      place,
      name,
      remoteId,
      props,
      intended,
      outputs,
      dependencies,
      delete,
      createdAt,
      serverTime,
      line
    };
  }

  /** True if it is the row of its id, and not of an object that a replacement superseded. */
  public boolean isLive() {
    return key.equals(id);
  }

  /** True if its create was begun, and it is not known whether anything was made. */
  public boolean isOpenCreate() {
    return status == RowStatus.CREATING && remoteId == null;
  }

  /** True if an update was begun, and it is not known how far it got. */
  public boolean isOpenUpdate() {
    return status == RowStatus.UPDATING
        || status == RowStatus.RETAINED && intended != null && !props.isEmpty();
  }

  /** True if its create got as far as an object, and no further, whatever became of it then. */
  public boolean isHalfMade() {
    return remoteId != null
        && (status == RowStatus.CREATING
            || status == RowStatus.RETAINED && intended != null && props.isEmpty());
  }

  /** Changes a row's fields one by one; each method is named after the component it sets. */
  public static final class Builder {
    private String key;
    private String id;
    private String type;
    private String provider;
    private RowStatus status = RowStatus.CREATING;
    private String place;
    private String name;
    private String remoteId;
    private Map<String, Object> props = Map.of();
    private Map<String, Object> intended;
    private Map<String, Object> outputs = Map.of();
    private List<String> dependencies = List.of();
    private boolean delete;
    private Instant createdAt;
    private Instant serverTime;
    private String line;

    private Builder(String id, String type, String provider) {
      this.key = id;
      this.id = id;
      this.type = type;
      this.provider = provider;
    }

    private Builder(Row row) {
      key = row.key;
      id = row.id;
      type = row.type;
      provider = row.provider;
      status = row.status;
      place = row.place;
      name = row.name;
      remoteId = row.remoteId;
      props = row.props;
      intended = row.intended;
      outputs = row.outputs;
      dependencies = row.dependencies;
      delete = row.delete;
      createdAt = row.createdAt;
      serverTime = row.serverTime;
      line = row.line;
    }

    public Builder key(String value) {
      key = value;
      return this;
    }

    public Builder id(String value) {
      id = value;
      return this;
    }

    public Builder type(String value) {
      type = value;
      return this;
    }

    public Builder provider(String value) {
      provider = value;
      return this;
    }

    public Builder status(RowStatus value) {
      status = value;
      return this;
    }

    public Builder place(String value) {
      place = value;
      return this;
    }

    public Builder name(String value) {
      name = value;
      return this;
    }

    public Builder remoteId(String value) {
      remoteId = value;
      return this;
    }

    public Builder props(Map<String, Object> value) {
      props = value;
      return this;
    }

    public Builder intended(Map<String, Object> value) {
      intended = value;
      return this;
    }

    public Builder outputs(Map<String, Object> value) {
      outputs = value;
      return this;
    }

    public Builder dependencies(List<String> value) {
      dependencies = value;
      return this;
    }

    public Builder delete(boolean value) {
      delete = value;
      return this;
    }

    public Builder createdAt(Instant value) {
      createdAt = value;
      return this;
    }

    public Builder serverTime(Instant value) {
      serverTime = value;
      return this;
    }

    public Builder line(String value) {
      line = value;
      return this;
    }

    /** The row; fails if a required component is null. */
    public Row build() {
      return new Row(
          key,
          id,
          type,
          provider,
          status,
          place,
          name,
          remoteId,
          props,
          intended,
          outputs,
          dependencies,
          delete,
          createdAt,
          serverTime,
          line);
    }
  }
}
