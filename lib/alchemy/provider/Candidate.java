package alchemy.provider;

import java.time.Instant;

/**
 * Something that may be what an interrupted create made.
 *
 * @param remoteId the service's id
 * @param createdAt when the service made it; null if it does not tell
 */
public record Candidate(String remoteId, Instant createdAt) {}
