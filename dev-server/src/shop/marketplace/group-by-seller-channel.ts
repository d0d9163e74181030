import type { ID } from '@vendure/core';

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
