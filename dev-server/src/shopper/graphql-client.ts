/** Response header with the session token. */
const TOKEN_HEADER = 'vendure-auth-token';

const TIMEOUT_MS = 30_000;

interface Reply<T> {
  data?: T;
  errors?: { message: string }[];
}

/** A session with one of Vendure's GraphQL APIs. */
export class GraphqlClient {
  private token: string | undefined;

  /** @param url such as `http://127.0.0.1:3000/shop-api` */
  constructor(private readonly url: string) {}

  /** @throws Error with the messages of the API's errors */
  async request<T>(query: string, variables: Record<string, unknown> = {}): Promise<T> {
    const response = await fetch(this.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(this.token ? { authorization: `Bearer ${this.token}` } : {}),
      },
      body: JSON.stringify({ query, variables }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    this.token = response.headers.get(TOKEN_HEADER) ?? this.token;
    const { data, errors } = (await response.json()) as Reply<T>;
    if (errors?.length || !data) {
      throw new Error(errors?.map(({ message }) => message).join('; ') ?? `${this.url}: ${response.status}`);
    }
    return data;
  }

  /**
   * Requests one field whose type is a union with `ErrorResult`.
   *
   * @throws Error with code and message of an `ErrorResult`
   */
  async mutate<T>(query: string, variables: Record<string, unknown> = {}): Promise<T> {
    const [result] = Object.values(
      await this.request<Record<string, T & { errorCode?: string; message?: string }>>(query, variables),
    );
    if (result?.errorCode) {
      throw new Error(`${result.errorCode}: ${result.message}`);
    }
    return result as T;
  }
}
