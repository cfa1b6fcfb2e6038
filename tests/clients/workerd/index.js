// Miniflare reads these when it is loaded, and the path only when it is to run a Worker.
module.exports = { default: "/not/installed", compatibilityDate: "2026-11-01", version: "0.0.0" };
