import { createHash } from 'node:crypto';
import { TIMESTAMP_TOLERANCE_SECONDS } from '@driver-dispatch/contract';
import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { NaturalBatches } from '../batching/natural-batches';
import { StatementRunner } from '../database/statement-runner';

/** How long a message is remembered after it was signed, in seconds: longer than any engine accepts its signature. */
const REMEMBERED_SECONDS = TIMESTAMP_TOLERANCE_SECONDS + 60;

/** A signed request, as its guard let it through. */
export type SignedRequest = FastifyRequest<{ Body: Buffer }>;

interface Message {
  id: string;
  signedAt: Date;
}

/**
 * Messages of the driver app that were applied already, by `webhook-id` and body: a message that is sent again, by
 * whomever, is not applied again while its signature is accepted. PostgreSQL remembers them for all engines.
 */
@Injectable()
export class ReceivedMessages {
  private readonly batches = new NaturalBatches<Message, boolean>((messages) => this.remember(messages));

  constructor(private readonly statements: StatementRunner) {}

  /**
   * Applies a message unless it was applied before.
   *
   * @throws the error of `apply`, after which the message may be sent again
   */
  async applyOnce(request: SignedRequest, apply: () => Promise<unknown>): Promise<void> {
    const message = messageOf(request);
    if (!(await this.batches.add(message))) {
      return;
    }
    try {
      await apply();
    } catch (error) {
      await this.statements.run('forget-message.sql', [message.id]).catch(() => undefined);
      throw error;
    }
  }

  private async remember(messages: Message[]): Promise<boolean[]> {
    const rows = await this.statements.run<{ id: string }>('remember-messages.sql', [
      messages.map(({ id }) => id),
      messages.map(({ signedAt }) => signedAt),
      REMEMBERED_SECONDS,
    ]);
    const remaining = new Set(rows.map(({ id }) => id));
    // Of equal messages in one batch the first is new.
    return messages.map(({ id }) => remaining.delete(id));
  }
}

function messageOf({ headers, body }: SignedRequest): Message {
  const digest = createHash('sha256').update(`${headers['webhook-id']}.`).update(body).digest('hex');
  const id = digest.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  return { id, signedAt: new Date(Number(headers['webhook-timestamp']) * 1000) };
}
