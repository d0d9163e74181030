/**
 * The address of a service, ready for paths below it.
 *
 * @throws Error for another scheme than http and https, and for credentials, which must not reach a log
 */
export function baseUrl(option: string, url: string): URL {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (!parsed || !['http:', 'https:'].includes(parsed.protocol) || parsed.username || parsed.password) {
    throw new Error(`${option} must be an http or https address without user and password`);
  }
  parsed.pathname = parsed.pathname.replace(/\/*$/, '/');
  return parsed;
}
