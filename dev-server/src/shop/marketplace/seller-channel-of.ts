import type { Channel, ID } from '@vendure/core';
import { DEFAULT_CHANNEL_CODE } from '@vendure/common/lib/shared-constants';

/** The one channel that is not Vendure's default; undefined for what the platform sells itself. */
export function sellerChannelOf(channels: readonly Channel[]): Channel | undefined {
  return channels.find((channel) => channel.code !== DEFAULT_CHANNEL_CODE);
}

/** Groups what belongs to sellers by the seller's channel; what belongs to none is under `undefined`. */
export function bySellerChannel<T extends { sellerChannelId?: ID }>(
  lines: readonly T[],
): Map<ID | undefined, T[]> {
  const groups = new Map<ID | undefined, T[]>();
  for (const line of lines) {
    const key = line.sellerChannelId ?? undefined;
    groups.set(key, [...(groups.get(key) ?? []), line]);
  }
  return groups;
}
