import type { PreparedRequest } from './load';

/** Sends a single request. @throws Error when the response is not 2xx */
export async function post(port: number, { path, ...request }: PreparedRequest): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST', ...request });
  const body = await response.text();
  if (!response.ok) {
    throw new Error(`${path} answered ${response.status}: ${body}`);
  }
  return body;
}
