export * from './chromium-binary';
export * from './free-port';
export * from './postgres-server';
export * from './redis-binary';
export * from './redis-cluster';
export * from './redis-server';
export * from './tcp-proxy';
