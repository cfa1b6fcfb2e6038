/**
 * Draws resources and what they are built from: as a tree of text, for Mermaid, as a page. Knows of
 * plans only the edges that it is given, nothing of states, and prints nothing.
 */
package alchemy.graph;
