import { UserError } from '@driver-dispatch/local-servers';
import { createServer } from 'node:net';

/** @throws UserError if the loopback port is in use, or this user must not use it */
export function assertPortFree(port: number, purpose: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', ({ code }: NodeJS.ErrnoException) => {
      const reason = code === 'EADDRINUSE' ? 'is in use by another program' : `can't be used (${code})`;
      const remedy = 'Choose another port for the shop: npm start -- --port 4000';
      reject(new UserError(`Port ${port}, for ${purpose}, ${reason}. ${remedy}`));
    });
    server.listen(port, '127.0.0.1', () => server.close(() => resolve()));
  });
}
