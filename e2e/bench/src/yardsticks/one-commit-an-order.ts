import { Client } from 'pg';
import { carryOut } from '../processes/task';
import { CLAIM } from './one-commit-claim';

export interface ClaimTask {
  databaseUrl: string;
  clients: number;
  seconds: number;
  /** How many drivers there are to claim. */
  drivers: number;
}

/** Y3: nothing but the claim, one prepared statement and one commit for each order, over and over. */
async function claimAll({ databaseUrl, clients, seconds, drivers }: ClaimTask): Promise<object> {
  const connections = await Promise.all(
    Array.from({ length: clients }, async () => {
      const client = new Client({ connectionString: databaseUrl });
      await client.connect();
      return client;
    }),
  );
  let claims = 0;
  const started = performance.now();
  const until = started + seconds * 1000;
  await Promise.all(
    connections.map(async (client) => {
      while (performance.now() < until && claims < drivers - clients) {
        const { rowCount } = await client.query({ name: 'claim', text: CLAIM });
        claims += rowCount ?? 0;
      }
    }),
  );
  const perSecond = (claims * 1000) / (performance.now() - started);
  await Promise.all(connections.map((client) => client.end()));
  return { perSecond };
}

carryOut(claimAll);
