import { graphql } from '../graphql/graphql';

export const storeMapDocument = graphql(`
  query SellerStoreMap {
    sellerStoreAddressSearch
    sellerStoreMapTiles {
      url
      darkUrl
      attribution
      attributionUrl
      maxZoom
    }
  }
`);

export const geocodeDocument = graphql(`
  query GeocodeSellerStoreAddress($address: SellerStoreAddressInput!) {
    geocodeSellerStoreAddress(address: $address) {
      lat
      lon
    }
  }
`);
