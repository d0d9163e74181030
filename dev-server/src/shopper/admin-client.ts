import { GraphqlClient } from './graphql-client';

const LOG_IN = /* GraphQL */ `
  mutation LogIn($username: String!, $password: String!) {
    login(username: $username, password: $password, rememberMe: true) {
      ... on ErrorResult {
        errorCode
        message
      }
      ... on CurrentUser {
        id
      }
    }
  }
`;

/** A session with the Admin API that logs in with the first request. */
export class AdminClient {
  private readonly api: GraphqlClient;
  private loggedIn: Promise<unknown> | undefined;

  constructor(
    adminApiUrl: string,
    private readonly credentials: { identifier: string; password: string },
  ) {
    this.api = new GraphqlClient(adminApiUrl);
  }

  async request<T>(query: string, variables: Record<string, unknown> = {}): Promise<T> {
    await this.logIn();
    return this.api.request(query, variables);
  }

  async mutate<T>(query: string, variables: Record<string, unknown> = {}): Promise<T> {
    await this.logIn();
    return this.api.mutate(query, variables);
  }

  private async logIn(): Promise<void> {
    const { identifier, password } = this.credentials;
    this.loggedIn ??= this.api.mutate(LOG_IN, { username: identifier, password });
    try {
      await this.loggedIn;
    } catch (error) {
      this.loggedIn = undefined;
      throw error;
    }
  }
}
