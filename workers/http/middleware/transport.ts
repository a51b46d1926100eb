/** Browsers that met us once never ask over plain HTTP again; without HTTPS, as on a developer's machine, they ignore it. */
export const STRICT_TRANSPORT = ["strict-transport-security", "max-age=31536000; includeSubDomains; preload"] as const;
