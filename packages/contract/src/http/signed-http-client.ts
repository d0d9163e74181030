import { signMessage } from '../signatures/sign-message';
import { assertSigningKeys, type SigningKeys } from '../signatures/signing-keys';
import { JsonHttpClient, type JsonHttpClientOptions } from './json-http-client';

export interface SignedHttpClientOptions extends JsonHttpClientOptions {
  /** Keys that sign the requests. */
  keys: SigningKeys;
}

/** Posts signed JSON. See {@link JsonHttpClient}. */
export class SignedHttpClient {
  private readonly http: JsonHttpClient;
  private readonly keys: SigningKeys;

  constructor(options: SignedHttpClientOptions) {
    assertSigningKeys('keys', options.keys);
    this.http = new JsonHttpClient(options);
    this.keys = options.keys;
  }

  /**
   * @param path relative to the url; empty for the url itself
   * @param id id of the message; a resent message has the same id
   * @returns the JSON of the reply, or undefined without a body
   * @throws DispatchError with the code of the receiver, or with a code for the failed request
   */
  async post(path: string, id: string, message: unknown): Promise<unknown> {
    const body = JSON.stringify(message);
    return this.http.request(path, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', ...signMessage(this.keys, id, body) },
    });
  }

  /**
   * Sends a GET request without a signature.
   *
   * @param accepted a status outside of 2xx that counts as success
   */
  async get(path: string, accepted?: number): Promise<unknown> {
    return this.http.request(path, { method: 'GET' }, accepted);
  }

  close(): void {
    this.http.close();
  }
}
