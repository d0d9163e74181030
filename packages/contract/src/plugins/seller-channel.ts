/** Code of Vendure's default channel, to which Vendure assigns every order, product and stock location. */
const DEFAULT_CHANNEL_CODE = '__default_channel__';

/** Returns the channel of the seller: the first one that is not Vendure's default channel. Undefined without a seller. */
export function getSellerChannel<Channel extends { code: string }>(
  channels: readonly Channel[],
): Channel | undefined {
  return channels.find(({ code }) => code !== DEFAULT_CHANNEL_CODE);
}
