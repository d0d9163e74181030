import type { EngineConfiguration } from '../configuration/engine-options';

type Rules = Pick<EngineConfiguration, 'assignment' | 'offers'>;

/** More than any number of offers, and any seconds of waiting. */
const NO_MAXIMUM = 2_147_483_647;

/** Whether the deliveries of a channel are offered instead of assigned. */
export function isOffered({ mode, channelModes }: Rules['assignment'], channelId: string): boolean {
  return (channelModes[channelId] ?? mode) === 'offer';
}

/** Number of offers and seconds of waiting after which a delivery is assigned directly. */
function directAfter({ offers }: Rules): [offers: number, seconds: number] {
  return offers.whenExhausted === 'assign' ? [offers.maxOffers, offers.maxSeconds] : [NO_MAXIMUM, NO_MAXIMUM];
}

/** Whether deliveries are offered by default, and the channels where it is the other way round. */
function byChannel({ assignment }: Rules): [offered: boolean, otherChannels: string[]] {
  const others = Object.entries(assignment.channelModes).filter(([, mode]) => mode !== assignment.mode);
  return [assignment.mode === 'offer', others.map(([channelId]) => channelId)];
}

/** The parameters $14 to $19 of `claim-drivers.sql`. */
export function claimParameters(rules: Rules): unknown[] {
  const { seconds, repeatAfterSeconds } = rules.offers;
  return [...byChannel(rules), seconds, ...directAfter(rules), repeatAfterSeconds];
}

/** {@link claimParameters} of a claim that assigns drivers in every channel. */
export const NO_OFFERS: unknown[] = [false, [], 0, 0, 0, 0];

/** The parameters $2 to $6 of `read-waiting-deliveries.sql`. */
export function readParameters(rules: Rules): unknown[] {
  return [...byChannel(rules), ...directAfter(rules), rules.offers.repeatAfterSeconds];
}

/** The parameters $2 and $3 of `announce-unassigned.sql`; null unless exhausted offers raise an alert. */
export function alertParameters({ offers }: Rules): unknown[] {
  return offers.whenExhausted === 'alert' ? [offers.maxOffers, offers.maxSeconds] : [null, null];
}
