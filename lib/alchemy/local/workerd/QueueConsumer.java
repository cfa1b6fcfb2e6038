package alchemy.local.workerd;

import java.util.Map;

/**
 * A Worker that receives a queue's messages.
 *
 * @param settings {@code maxBatchSize}, {@code maxBatchTimeout} in seconds, {@code maxRetries},
 *     {@code deadLetterQueue}, {@code retryDelay} in seconds, {@code maxConcurrency}; each may lack
 */
public record QueueConsumer(String queue, String worker, Map<String, Object> settings) {}
