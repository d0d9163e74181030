import { signMessage } from '../signatures/sign-message';
import { assertSigningKeys, type SigningKeys } from '../signatures/signing-keys';
import { JsonHttpClient, type JsonHttpClientOptions } from './json-http-client';

export interface SignedHttpClientOptions extends JsonHttpClientOptions {
  /** Keys that sign what is sent. */
  keys: SigningKeys;
}

/** Posts signed JSON, reads small JSON replies, follows no redirect. */
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
   * @param id the message's own id, the same for each try
   * @returns the reply's JSON, or undefined when it has no body
   * @throws DispatchError with the receiver's code, or one that tells what went wrong on the way
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
   * Like {@link post}, unsigned and without a body.
   *
   * @param status another status whose reply is an answer like any other
   */
  async get(path: string, status?: number): Promise<unknown> {
    return this.http.request(path, { method: 'GET' }, status);
  }

  close(): void {
    this.http.close();
  }
}
