import { createHash } from 'node:crypto';
import {
  DispatchError,
  NaturalBatches,
  TIMESTAMP_TOLERANCE_SECONDS,
  type ErrorCode,
} from '@driver-dispatch/contract';
import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { StatementRunner } from '../database/statement-runner';

/** Seconds that a signed message is kept after its signature time. The second half covers engines with different clocks. */
const RETENTION_SECONDS = 2 * TIMESTAMP_TOLERANCE_SECONDS;

/** A request with a verified signature. */
export type SignedRequest = FastifyRequest<{ Body: Buffer }>;

/** A message that must be applied once. */
export interface ReceivedMessage {
  /** UUID derived from everything that identifies the message. */
  id: string;
  /** Until when the message is remembered. */
  expiresAt: Date;
}

/** Whether a message was received before. */
interface Receipt {
  isNew: boolean;
  /** Error code of a message that was refused before. */
  refusal: ErrorCode | null;
}

/**
 * Detects repeated messages, so that a message is not applied twice: signed messages by `webhook-id` and body while their
 * signatures are valid, requests of driver sessions by their keys. The messages are stored in PostgreSQL for all engines.
 */
@Injectable()
export class ReceivedMessages {
  private readonly batches = new NaturalBatches<ReceivedMessage, Receipt>((messages) =>
    this.record(messages),
  );

  constructor(private readonly statements: StatementRunner) {}

  /** Like {@link applyMessageOnce}, for a signed message. */
  applyOnce<T>(request: SignedRequest, apply: () => Promise<T>): Promise<T | undefined> {
    return this.applyMessageOnce(toMessage(request), apply);
  }

  /**
   * Applies a message unless it was received before.
   *
   * @returns the result of `apply`; undefined for a message that was received before and not refused
   * @throws DispatchError with the same code for a message that was refused before
   * @throws the error of `apply`. After a server error or `not_found` the message may be sent again.
   */
  async applyMessageOnce<T>(message: ReceivedMessage, apply: () => Promise<T>): Promise<T | undefined> {
    const { isNew, refusal } = await this.batches.add(message);
    if (refusal) {
      throw new DispatchError(refusal, 'This message was refused before. Send a new message with a new id.');
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

  private async noteFailure({ id }: ReceivedMessage, error: unknown): Promise<void> {
    const refused = error instanceof DispatchError && !error.retryable && error.code !== 'not_found';
    await (refused
      ? this.statements.run('drivers/record-refusal.sql', [id, error.code])
      : this.statements.run('drivers/delete-message.sql', [id]));
  }

  private async record(messages: ReceivedMessage[]): Promise<Receipt[]> {
    const rows = await this.statements.run<Receipt & { id: string }>('drivers/record-messages.sql', [
      messages.map(({ id }) => id),
      messages.map(({ expiresAt }) => expiresAt),
      new Date(Date.now()),
    ]);
    const receipts = new Map(rows.map(({ id, ...receipt }) => [id, receipt]));
    return messages.map(({ id }) => {
      const receipt = receipts.get(id)!;
      // Of identical messages in a batch only the first one is new.
      receipts.set(id, { ...receipt, isNew: false });
      return receipt;
    });
  }
}

function toMessage({ headers, body }: SignedRequest): ReceivedMessage {
  return {
    id: messageId(`${String(headers['webhook-id'])}.`, body),
    expiresAt: new Date(signedAt(headers).getTime() + RETENTION_SECONDS * 1000),
  };
}

/** Returns a UUID derived from the parts of a message. */
export function messageId(...parts: (string | Buffer)[]): string {
  const hash = createHash('sha256');
  parts.forEach((part) => hash.update(part));
  return hash
    .digest('hex')
    .slice(0, 32)
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/** The signature time of a request, in whole seconds of the sender's clock. */
export function signedAt(headers: SignedRequest['headers']): Date {
  return new Date(Number(headers['webhook-timestamp']) * 1000);
}
