import { ADMIN_API_PATH, GraphqlClient, SUPERADMIN } from '@driver-dispatch/dev-server';
import { gql } from 'graphql-tag';
import { print, type DocumentNode } from 'graphql';

/** Logs in to either API. */
export const LOG_IN = /* GraphQL */ `
  mutation LogIn($identifier: String!, $password: String!) {
    login(username: $identifier, password: $password) {
      __typename
      ... on ErrorResult {
        errorCode
        message
      }
    }
  }
`;

export const CREATE_CUSTOMER = gql`
  mutation CreateCustomer($identifier: String!, $password: String!) {
    createCustomer(
      input: { firstName: "Mara", lastName: "Moss", emailAddress: $identifier }
      password: $password
    ) {
      __typename
    }
  }
`;

export const CHANNELS = gql`
  query Channels {
    channels {
      items {
        id
        code
        token
      }
    }
  }
`;

const CREATE_CHANNEL = gql`
  mutation CreateChannel($input: CreateChannelInput!) {
    createChannel(input: $input) {
      ... on Channel {
        id
        token
      }
    }
  }
`;

const CREATE_ROLE = gql`
  mutation CreateRole($input: CreateRoleInput!) {
    createRole(input: $input) {
      id
    }
  }
`;

const CREATE_ADMINISTRATOR = gql`
  mutation CreateAdministrator($input: CreateAdministratorInput!) {
    createAdministrator(input: $input) {
      id
    }
  }
`;

/** A client of the Admin API. */
interface AdminApi {
  query(document: DocumentNode, variables?: Record<string, unknown>): Promise<any>;
}

/** Calls the Admin API as superadministrator over HTTP. */
export class Superadministrator implements AdminApi {
  private constructor(private readonly api: GraphqlClient) {}

  static async of(shopUrl: string): Promise<Superadministrator> {
    const api = new GraphqlClient(`${shopUrl}/${ADMIN_API_PATH}`);
    await api.mutate(LOG_IN, SUPERADMIN);
    return new Superadministrator(api);
  }

  query(document: DocumentNode, variables?: Record<string, unknown>): Promise<any> {
    return this.api.request(print(document), variables);
  }
}

/** Creates a channel of a seller. */
export async function createChannel(admin: AdminApi, code: string): Promise<{ id: string; token: string }> {
  const input = {
    code,
    token: `${code}-token`,
    defaultLanguageCode: 'en',
    defaultCurrencyCode: 'USD',
    pricesIncludeTax: false,
    defaultShippingZoneId: 'T_1',
    defaultTaxZoneId: 'T_1',
  };
  return (await admin.query(CREATE_CHANNEL, { input })).createChannel;
}

/** Permissions of an administrator by channel code. */
export type PermissionsByChannel = Record<string, readonly string[]>;

export interface Login {
  emailAddress: string;
  password: string;
  /** Token of the first channel. */
  channelToken: string;
}

/** Creates an administrator with a role in each channel. */
export async function createAdministrator(admin: AdminApi, roles: PermissionsByChannel): Promise<Login> {
  const { channels } = await admin.query(CHANNELS);
  const roleIds: string[] = [];
  const tokens: string[] = [];
  for (const [channelCode, permissions] of Object.entries(roles)) {
    const { id, token } = channels.items.find(({ code }: { code: string }) => code === channelCode);
    const code = `${channelCode}-${unique()}`;
    const { createRole } = await admin.query(CREATE_ROLE, {
      input: { code, description: code, permissions, channelIds: [id] },
    });
    roleIds.push(createRole.id);
    tokens.push(token);
  }
  const emailAddress = `${unique()}@example.com`;
  const password = 'a-password-of-some-length';
  await admin.query(CREATE_ADMINISTRATOR, {
    input: { firstName: 'A', lastName: 'B', emailAddress, password, roleIds },
  });
  return { emailAddress, password, channelToken: tokens[0]! };
}

function unique(): string {
  return Math.random().toString(36).slice(2);
}
