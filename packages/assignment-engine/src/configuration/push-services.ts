/**
 * Origins of the push services of Chrome, Edge, Firefox and Safari. `*` stands for one or more labels of the host name.
 */
export const PUSH_SERVICES: readonly string[] = [
  'https://fcm.googleapis.com',
  'https://*.push.services.mozilla.com',
  'https://*.push.apple.com',
  'https://*.notify.windows.com',
];

/** Whether a text is an origin in which `*` may stand for the first labels of the host name. */
export function isServiceOrigin(text: string): boolean {
  const url = text.replace('://*.', '://');
  return /^https?:/.test(url) && !url.includes('*') && URL.canParse(url) && new URL(url).origin === url;
}

/**
 * Whether the engine sends to an endpoint. A driver's device chooses the endpoint: without this check it could let the engine
 * send requests into the network of its operator.
 */
export function isAllowedEndpoint(endpoint: string, services: readonly string[]): boolean {
  if (!URL.canParse(endpoint)) {
    return false;
  }
  const { origin, username, password } = new URL(endpoint);
  return !username && !password && services.some((service) => matches(origin, service));
}

function matches(origin: string, service: string): boolean {
  const [start, end] = service.split('*');
  return end === undefined ? origin === service : origin.startsWith(start!) && origin.endsWith(end);
}
