import {
  DispatchError,
  MAX_OWN_MESSAGES,
  NaturalBatches,
  type DriverSelf,
  type OwnMessage,
  type Vehicle,
  type WorkingPeriod,
} from '@driver-dispatch/contract';
import { Injectable } from '@nestjs/common';
import { StatementRunner } from '../database/statement-runner';
import { toReply, type DriverReplyRow } from '../drivers/driver-reply.service';
import { toSession, type SessionColumns } from './session-columns';

type Row = SessionColumns &
  DriverReplyRow & {
    name: string;
    phone: string | null;
    vehicle: Vehicle | null;
    workingHours: WorkingPeriod[];
    /** With times in PostgreSQL's format. */
    messages: OwnMessage[];
  };

/** Reads what drivers see of themselves. */
@Injectable()
export class DriverSelfService {
  private readonly batches = new NaturalBatches<string, DriverSelf | undefined>(async (sessionIds) => {
    const selves = await this.read(new Set(sessionIds));
    return sessionIds.map((id) => selves.get(id));
  });

  constructor(private readonly statements: StatementRunner) {}

  /** @throws DispatchError `unauthorized` if the session has ended */
  async get(sessionId: string): Promise<DriverSelf> {
    const self = await this.batches.add(sessionId);
    if (!self) {
      throw new DispatchError('unauthorized', 'The session has ended');
    }
    return self;
  }

  /** Reads many sessions in one statement. Returns those that have not ended, by id. */
  async read(sessionIds: ReadonlySet<string>): Promise<Map<string, DriverSelf>> {
    const rows = await this.statements.run<Row>('driver-sessions/read-selves.sql', [
      [...sessionIds],
      MAX_OWN_MESSAGES,
    ]);
    return new Map(rows.map((row) => [row.sessionId, toSelf(row)]));
  }
}

function toSelf(row: Row): DriverSelf {
  const { name, phone, vehicle, workingHours } = row;
  const serverTime = new Date().toISOString();
  const messages = row.messages.map(({ sentAt, readAt, ...message }) => ({
    ...message,
    sentAt: new Date(sentAt).toISOString(),
    readAt: readAt && new Date(readAt).toISOString(),
  }));
  const self = { name, phone, vehicle, workingHours, messages };
  return { ...toReply(row), ...self, session: toSession(row), serverTime };
}
