/**
 * One HTTP client for all services: retry, pace, redaction, and an honest word about an answer that
 * never came. Entry: {@link alchemy.http.JsonClient}. Invariant: a request that may have changed
 * something is never sent twice unless its sender said that this is harmless, and no error shows a
 * header, a query or a body that was sent.
 */
package alchemy.http;
