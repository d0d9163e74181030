import { createServer } from 'node:net';
import { UserError } from './user-error';

/** @throws UserError when somebody listens on the port of the loopback interface */
export function assertPortFree(port: number, purpose: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        new UserError(
          `Port ${port}, for ${purpose}, can't be used (${error.code}). Choose another: npm start -- --port 4000`,
        ),
      ),
    );
    server.listen(port, '127.0.0.1', () => server.close(() => resolve()));
  });
}
