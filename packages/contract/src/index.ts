export * from './batches/natural-batches';
export * from './geography';
export * from './http';
export * from './messages';
export * from './plugins';
