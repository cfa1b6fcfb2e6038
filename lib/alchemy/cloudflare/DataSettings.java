package alchemy.cloudflare;

/**
 * What can be set on everything that holds data.
 *
 * @param <S> the extending class
 */
abstract class DataSettings<S extends DataSettings<S>> extends AccountSettings<S> {
  DataSettings(String type) {
    super(type);
  }

  /**
   * Where the data has to stay. Default: anywhere. A change makes a new one.
   *
   * @param jurisdiction eu, us or fedramp; fedramp-high for a bucket
   */
  public final S jurisdiction(String jurisdiction) {
    return set("jurisdiction", jurisdiction);
  }
}
