import type { Channel, ID } from '@vendure/core';
import { DEFAULT_CHANNEL_CODE } from '@vendure/common/lib/shared-constants';

/** The channel that is not Vendure's default channel; undefined for goods of the platform. */
export function getSellerChannel(channels: readonly Channel[]): Channel | undefined {
  return channels.find((channel) => channel.code !== DEFAULT_CHANNEL_CODE);
}

/** Groups lines by the seller's channel. Lines without a seller have the key `undefined`. */
export function groupBySellerChannel<T extends { sellerChannelId?: ID }>(
  lines: readonly T[],
): Map<ID | undefined, T[]> {
  const groups = new Map<ID | undefined, T[]>();
  for (const line of lines) {
    const key = line.sellerChannelId ?? undefined;
    groups.set(key, [...(groups.get(key) ?? []), line]);
  }
  return groups;
}
