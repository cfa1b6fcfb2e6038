/**
 * Files that a script has written for others to read. Entry: {@link alchemy.files.EnvFileProvider};
 * {@link alchemy.files.EnvText} is the one reader of {@code .env} files that this library has.
 * Invariant: what is written is readable by its owner only, from its first moment on.
 */
package alchemy.files;
