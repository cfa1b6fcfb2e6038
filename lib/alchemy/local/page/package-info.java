/**
 * The page at the local cloud's root: what runs, what happens, and a box for SQL. Entry: {@link
 * alchemy.local.page.Page}.
 *
 * <p>It asks no other room: what it shows is handed to it. Nothing is answered without the token
 * but the words where to find it, no secret is in any answer, and the browser is told to run
 * nothing that does not come from here. Its three files, {@code page.html}, {@code page.css} and
 * {@code page.js}, need nothing from elsewhere, and text becomes part of the page as text alone.
 */
package alchemy.local.page;
