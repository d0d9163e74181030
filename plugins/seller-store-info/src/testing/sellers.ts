import type { SimpleGraphQLClient } from '@vendure/testing';
import gql from 'graphql-tag';
import type { StoreFields, VariantFields } from '../store-fields/custom-stock-location-fields';

/** A seller and their channel. */
export interface TestSeller {
  id: string;
  channelId: string;
  channelToken: string;
}

/** Creates a seller and their channel. Needs a superadmin client. */
export async function createSeller(admin: SimpleGraphQLClient, name: string): Promise<TestSeller> {
  const { createSeller: seller } = await admin.query(
    gql`
      mutation ($input: CreateSellerInput!) {
        createSeller(input: $input) {
          id
        }
      }
    `,
    { input: { name } },
  );
  const { zones } = await admin.query(gql`
    {
      zones {
        items {
          id
        }
      }
    }
  `);
  const { createChannel: channel } = await admin.query(
    gql`
      mutation ($input: CreateChannelInput!) {
        createChannel(input: $input) {
          ... on Channel {
            id
            token
          }
          ... on ErrorResult {
            message
          }
        }
      }
    `,
    {
      input: {
        code: name,
        token: `${name}-token`,
        sellerId: seller.id,
        defaultLanguageCode: 'en',
        defaultCurrencyCode: 'USD',
        pricesIncludeTax: true,
        defaultTaxZoneId: zones.items[0].id,
        defaultShippingZoneId: zones.items[0].id,
      },
    },
  );
  return { id: seller.id, channelId: channel.id, channelToken: channel.token };
}

/** Creates an administrator of one channel with the given permissions. */
export async function createAdministrator(
  admin: SimpleGraphQLClient,
  emailAddress: string,
  channelId: string,
  permissions: string[],
): Promise<void> {
  const { createRole: role } = await admin.query(
    gql`
      mutation ($input: CreateRoleInput!) {
        createRole(input: $input) {
          id
        }
      }
    `,
    { input: { code: emailAddress, description: emailAddress, permissions, channelIds: [channelId] } },
  );
  await admin.query(
    gql`
      mutation ($input: CreateAdministratorInput!) {
        createAdministrator(input: $input) {
          id
        }
      }
    `,
    { input: { emailAddress, firstName: 'A', lastName: 'B', password: emailAddress, roleIds: [role.id] } },
  );
}

/** Creates a stock location in the client's channel. Returns its id. */
export async function createStore(
  admin: SimpleGraphQLClient,
  name: string,
  customFields: StoreFields = {},
): Promise<string> {
  const { createStockLocation } = await admin.query(
    gql`
      mutation ($input: CreateStockLocationInput!) {
        createStockLocation(input: $input) {
          id
        }
      }
    `,
    { input: { name, customFields } },
  );
  return createStockLocation.id;
}

/** Creates a product with one variant in the client's channel. Returns the variant id. */
export async function createVariant(
  admin: SimpleGraphQLClient,
  name: string,
  unitsByStockLocation: Record<string, number>,
  customFields: VariantFields = {},
): Promise<string> {
  const { createProduct } = await admin.query(
    gql`
      mutation ($input: CreateProductInput!) {
        createProduct(input: $input) {
          id
        }
      }
    `,
    { input: { enabled: true, translations: [{ languageCode: 'en', name, slug: name, description: '' }] } },
  );
  const stockLevels = Object.entries(unitsByStockLocation).map(([stockLocationId, stockOnHand]) => ({
    stockLocationId,
    stockOnHand,
  }));
  const { createProductVariants } = await admin.query(
    gql`
      mutation ($input: [CreateProductVariantInput!]!) {
        createProductVariants(input: $input) {
          id
        }
      }
    `,
    {
      input: [
        {
          productId: createProduct.id,
          sku: name,
          price: 1000,
          trackInventory: 'TRUE',
          stockLevels,
          customFields,
          translations: [{ languageCode: 'en', name }],
        },
      ],
    },
  );
  return createProductVariants[0].id;
}

/** Creates a shipping method in the client's channel. Missing arguments get their defaults. */
export async function createShippingMethod(
  admin: SimpleGraphQLClient,
  code: string,
  checker: string,
  calculator: string,
  calculatorArguments: Record<string, string>,
  checkerArguments: Record<string, string> = {},
): Promise<void> {
  const set = {
    base: '0',
    perKm: '0',
    steps: '[]',
    freeAbove: '0',
    includesTax: 'auto',
    taxRate: '0',
    ...calculatorArguments,
  };
  const checks = {
    maxDistanceMetres: '0',
    onlyWhileOpen: 'true',
    minutesBeforeOpening: '0',
    allowUnknownAddress: 'false',
    ...checkerArguments,
  };
  const listed = (values: Record<string, string>) =>
    Object.entries(values).map(([name, value]) => ({ name, value }));
  await admin.query(
    gql`
      mutation ($input: CreateShippingMethodInput!) {
        createShippingMethod(input: $input) {
          id
        }
      }
    `,
    {
      input: {
        code,
        fulfillmentHandler: 'manual-fulfillment',
        checker: { code: checker, arguments: listed(checks) },
        calculator: { code: calculator, arguments: listed(set) },
        translations: [{ languageCode: 'en', name: code, description: '' }],
      },
    },
  );
}
