/**
 * Trees of maps, lists, texts, numbers, booleans and secrets: as JSON and as records. Entry: {@link
 * alchemy.json.Json} and {@link alchemy.json.Records}. Invariant: knows no file and no resource.
 */
package alchemy.json;
