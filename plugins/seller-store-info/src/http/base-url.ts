/**
 * Parses the base URL of a service and adds a trailing slash.
 *
 * @throws Error for other schemes than http and https, and for credentials, which could be logged
 */
export function baseUrl(option: string, url: string): URL {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (!parsed || !['http:', 'https:'].includes(parsed.protocol) || parsed.username || parsed.password) {
    throw new Error(`${option} must be an http or https URL without user and password`);
  }
  parsed.pathname = parsed.pathname.replace(/\/*$/, '/');
  return parsed;
}
