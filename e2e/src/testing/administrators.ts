import { gql } from 'graphql-tag';
import type { MarketplaceUnderTest } from './marketplace-under-test';

const CHANNELS = gql`
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

/** Makes an administrator of one seller's channel; resolves to the e-mail address to log in with. */
export async function sellerAdministrator(
  { admin }: MarketplaceUnderTest,
  channelCode: string,
  permissions: readonly string[],
): Promise<{ emailAddress: string; password: string; channelToken: string }> {
  const { channels } = await admin.query(CHANNELS);
  const channel = channels.items.find(({ code }: { code: string }) => code === channelCode);
  const code = `${channelCode}-${permissions.length}-${Math.random().toString(36).slice(2)}`;
  const { createRole } = await admin.query(CREATE_ROLE, {
    input: { code, description: code, permissions, channelIds: [channel.id] },
  });
  const emailAddress = `${code}@example.com`;
  const password = 'a-password-of-some-length';
  await admin.query(CREATE_ADMINISTRATOR, {
    input: { firstName: 'A', lastName: 'B', emailAddress, password, roleIds: [createRole.id] },
  });
  return { emailAddress, password, channelToken: channel.token };
}
