export * from './geocoder';
export * from './map-tiles';
export * from './pickup-result';
export * from './seller-channel';
