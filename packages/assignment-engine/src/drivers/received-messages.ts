import { createHash } from 'node:crypto';
import { DispatchError, TIMESTAMP_TOLERANCE_SECONDS, type ErrorCode } from '@driver-dispatch/contract';
import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { NaturalBatches } from '../batching/natural-batches';
import { StatementRunner } from '../database/statement-runner';

/** How long a message is remembered after it was signed, in seconds. The second half covers engines whose clocks differ. */
const REMEMBERED_SECONDS = 2 * TIMESTAMP_TOLERANCE_SECONDS;

/** A signed request, as its guard let it through. */
export type SignedRequest = FastifyRequest<{ Body: Buffer }>;

interface Message {
  id: string;
  signedAt: Date;
}

/** What is known of a message when it arrives. */
interface Receipt {
  isNew: boolean;
  /** Error code of a message that was refused before. */
  refusal: ErrorCode | null;
}

/**
 * Messages of the driver app that were applied or refused already, by `webhook-id` and body: a message that is sent again,
 * by whomever, is not applied again while its signature is accepted. PostgreSQL remembers them for all engines.
 */
@Injectable()
export class ReceivedMessages {
  private readonly batches = new NaturalBatches<Message, Receipt>((messages) => this.remember(messages));

  constructor(private readonly statements: StatementRunner) {}

  /**
   * Applies a message unless it was received before.
   *
   * @returns the result of `apply`; undefined for a message that was received before and not refused
   * @throws DispatchError with the same code again for a message that was refused before
   * @throws the error of `apply`. After a fault, and while the driver or delivery is not found, the message may be sent
   * again.
   */
  async applyOnce<T>(request: SignedRequest, apply: () => Promise<T>): Promise<T | undefined> {
    const message = messageOf(request);
    const { isNew, refusal } = await this.batches.add(message);
    if (refusal) {
      throw new DispatchError(
        refusal,
        'This message was refused before. Send a new one with an id of its own.',
      );
    }
    if (!isNew) {
      return undefined;
    }
    try {
      return await apply();
    } catch (error) {
      await this.noteFailure(message, error).catch(() => undefined);
      throw error;
    }
  }

  private async noteFailure({ id }: Message, error: unknown): Promise<void> {
    const refused = error instanceof DispatchError && !error.retryable && error.code !== 'not_found';
    await (refused
      ? this.statements.run('refuse-message.sql', [id, error.code])
      : this.statements.run('forget-message.sql', [id]));
  }

  private async remember(messages: Message[]): Promise<Receipt[]> {
    const rows = await this.statements.run<Receipt & { id: string }>('remember-messages.sql', [
      messages.map(({ id }) => id),
      messages.map(({ signedAt }) => signedAt),
      new Date(Date.now()),
      REMEMBERED_SECONDS,
    ]);
    const receipts = new Map(rows.map(({ id, ...receipt }) => [id, receipt]));
    return messages.map(({ id }) => {
      const receipt = receipts.get(id)!;
      // Of equal messages in one batch the first is new.
      receipts.set(id, { ...receipt, isNew: false });
      return receipt;
    });
  }
}

function messageOf({ headers, body }: SignedRequest): Message {
  const digest = createHash('sha256').update(`${headers['webhook-id']}.`).update(body).digest('hex');
  const id = digest.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  return { id, signedAt: signedAt(headers) };
}

/** When the sender signed a request, in whole seconds of its clock. */
export function signedAt(headers: SignedRequest['headers']): Date {
  return new Date(Number(headers['webhook-timestamp']) * 1000);
}
