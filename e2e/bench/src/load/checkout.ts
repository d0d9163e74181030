import type { Point } from '@driver-dispatch/contract';
import type { PreparedRequest } from './load';
import { unsignedRequest } from './requests';

const SHOP_API = '/shop-api';

/** Header with the session token of a shopper. */
const TOKEN_HEADER = 'vendure-auth-token';

/** From an empty cart to a paid order. GraphQL runs the mutations of a request one after the other. */
const CHECKOUT = `
  mutation Checkout($customer: CreateCustomerInput!, $address: CreateAddressInput!) {
    addItemToOrder(productVariantId: 1, quantity: 1) { ...Result }
    setCustomerForOrder(input: $customer) { ...Result }
    setOrderShippingAddress(input: $address) { ...Result }
    setOrderShippingMethod(shippingMethodId: 1) { ...Result }
    transitionOrderToState(state: "ArrangingPayment") { ...Result }
    addPaymentToOrder(input: { method: "card", metadata: {} }) { ...Result }
  }
  fragment Result on ErrorResult { errorCode message }`;

/** Starts guest sessions. @returns their tokens */
export async function startSessions(port: number, count: number): Promise<string[]> {
  const { path, ...request } = unsignedRequest(SHOP_API, { query: '{ activeOrder { id } }' });
  return Promise.all(
    Array.from({ length: count }, async () => {
      const response = await fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST', ...request });
      return response.headers.get(TOKEN_HEADER)!;
    }),
  );
}

/**
 * Returns the checkout of one product.
 *
 * @param dropoff coordinates of the address; only for a shop with the plugin's address fields
 */
export function checkoutRequest(token: string, shopper: string, dropoff?: Point): PreparedRequest {
  const request = unsignedRequest(SHOP_API, {
    query: CHECKOUT,
    variables: {
      customer: { firstName: 'Ada', lastName: 'Shopper', emailAddress: `${shopper}@example.com` },
      address: {
        fullName: 'Ada Shopper',
        streetLine1: 'Invalidenstr. 2',
        city: 'Berlin',
        postalCode: '10115',
        countryCode: 'DE',
        ...(dropoff && { customFields: { latitude: dropoff.lat, longitude: dropoff.lon } }),
      },
    },
  });
  return { ...request, headers: { ...request.headers, authorization: `Bearer ${token}` } };
}
