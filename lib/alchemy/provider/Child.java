package alchemy.provider;

/**
 * Something that lives in a resource and goes with it.
 *
 * @param type the kind's name in state, as {@code "prisma:Database"}
 * @param remoteId the service's id
 * @param name how a person knows it
 */
public record Child(String type, String remoteId, String name) {}
