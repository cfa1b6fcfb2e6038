/**
 * Files that are written beside the sources for tools to read: types of what Workers find in their
 * {@code env}, wrangler's configuration. What somebody else wrote is never touched.
 */
package alchemy.types;
