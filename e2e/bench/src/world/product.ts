import { checkAssignments } from '../checks/assignments';
import { orderRequest } from '../load/requests';
import type { Competitor } from '../measure/competitor';
import type { Engine } from './engine';
import type { Fleet } from './fleet';
import type { Servers } from './servers';

/** Engines with PostgreSQL and Redis. */
export class Product implements Competitor {
  readonly name: string = 'engine';

  constructor(
    private readonly servers: Servers,
    readonly fleet: Fleet,
    readonly engines: readonly Engine[],
    /** Ports that receive the orders. @default those of all engines */
    readonly ports: readonly number[] = engines.map(({ port }) => port),
  ) {}

  orderRequest(id: string) {
    return orderRequest(this.servers.keys.vendure[0]!, id);
  }

  pids() {
    const { postgres, redisServer } = this.servers;
    const servers = redisServer.running ? [postgres.pid, redisServer.pid] : [postgres.pid];
    return { program: this.engines.map(({ pid }) => pid), servers };
  }

  async eventsAcknowledged(): Promise<number> {
    return (await this.servers.received()).events;
  }

  async check(assigned: readonly string[]): Promise<string[]> {
    await this.fleet.allEventsAcknowledged();
    return checkAssignments(this.fleet.database, assigned);
  }

  restore(): Promise<void> {
    return this.fleet.restore('AVAILABLE', { withIndex: this.servers.redisServer.running });
  }
}
