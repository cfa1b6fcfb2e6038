package alchemy.local.workerd;

/**
 * A class of Durable Objects that a Worker has.
 *
 * @param key never changes, whatever the class is called: ids and storage hang on it
 * @param sqlite whether its objects may use SQL
 */
public record ObjectClass(String className, String key, boolean sqlite) {}
