package alchemy.local.workerd;

import java.nio.file.Path;
import java.util.Map;

/**
 * Static assets of a Worker.
 *
 * @param folder which holds them under their paths
 * @param config {@code html_handling} and so on, with the texts of {@code headers} and {@code
 *     redirects}
 */
public record Assets(Path folder, Map<String, Object> config) {}
