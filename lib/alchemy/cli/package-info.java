/**
 * The command line: of a script, of {@code alchemy} without one, and how plans and progress look.
 *
 * <p>Entry: {@link alchemy.cli.ScriptCommandLine} and {@link alchemy.cli.Main}. One command a file.
 *
 * <p>Invariants: nothing here ends the process but {@link alchemy.cli.Main}; all that is printed
 * goes through {@code Terminal}, which masks secrets; results go to standard output, everything
 * else to standard error; a command loads no class that only another command needs.
 */
package alchemy.cli;
