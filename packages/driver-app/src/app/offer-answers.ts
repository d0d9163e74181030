import type {
  DeclineOwnOffer,
  DispatchError,
  DriverOffer,
  DriverSelf,
} from '@driver-dispatch/contract/messages';
import type { EngineClient } from '../engine/engine-client';

interface Parts {
  client: Pick<EngineClient, 'acceptOffer' | 'declineOffer'>;
  /** Receives the driver's data after an answer. */
  onSelf: (self: DriverSelf) => Promise<void>;
  /** Reads the driver's data, such as after an answer that came too late. */
  refresh: () => Promise<void>;
}

/** Answers offers. An answer needs the network: a stored one would come too late. */
export class OfferAnswers {
  /** Ids of the offers that the driver has answered on this device. */
  private readonly answered = new Set<string>();

  constructor(private readonly parts: Parts) {}

  /** Returns the error if the engine did not accept the answer. */
  accept({ offerId }: DriverOffer): Promise<DispatchError | undefined> {
    return this.answer(offerId, () => this.parts.client.acceptOffer(offerId));
  }

  /** Returns the error if the engine did not accept the answer. */
  decline({ offerId }: DriverOffer, answer: DeclineOwnOffer): Promise<DispatchError | undefined> {
    return this.answer(offerId, () => this.parts.client.declineOffer(offerId, answer));
  }

  /** The offer that has ended without an answer on this device, and without becoming the driver's delivery. */
  findEnded(before: DriverSelf | undefined, after: DriverSelf): DriverOffer | undefined {
    const offer = before?.driverId === after.driverId ? before.offer : undefined;
    const isOver = offer && offer.offerId !== after.offer?.offerId && !this.answered.has(offer.offerId);
    return isOver && !after.task ? offer : undefined;
  }

  private async answer(offerId: string, send: () => Promise<DriverSelf>): Promise<DispatchError | undefined> {
    this.answered.add(offerId);
    try {
      await this.parts.onSelf(await send());
      return undefined;
    } catch (error) {
      this.answered.delete(offerId);
      await this.parts.refresh();
      return error as DispatchError;
    }
  }
}
