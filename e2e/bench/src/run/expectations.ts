import type { Row } from '../figures/figure';
import { format, withUnit } from './table';

/** Returns answers to common questions, computed from the figures. Leaves out sentences without figures. */
export function expectations(rows: readonly Row[]): string[] {
  const find = (figure: string, title: string, name: string): number | undefined =>
    rows
      .find((row) => row.figure === figure && row.title.includes(title))
      ?.details.find((detail) => detail.name === name)?.value;
  const sentences = [
    capacity(find('P1', '64 connections', 'engine'), find('P10', 'CPU per order of the shop', 'with')),
    waiting(rows),
    ...shopWaiting(rows),
    secondEngine(find('P2', '64 connections', 'engine without PostgreSQL and Redis')),
  ];
  return sentences.filter((sentence) => sentence !== undefined);
}

function capacity(engine: number | undefined, shopMicros: number | undefined): string | undefined {
  if (engine === undefined) {
    return undefined;
  }
  const shop =
    shopMicros === undefined
      ? ''
      : ` Vendure itself needs ${withUnit(shopMicros / 1000, 'ms')} of CPU for an order that is paid and assigned, so a core serves ${format(1e6 / shopMicros)} paid orders/s.`;
  return `**How many orders does one small machine handle?** One engine with PostgreSQL and Redis on the machine below assigns ${format(engine)} orders/s with 100,000 drivers, while the same machine also generates the load.${shop}`;
}

function waiting(rows: readonly Row[]): string | undefined {
  const p50 = rows.find(({ figure }) => figure === 'P3')?.details[0]?.value;
  const tails = rows
    .filter(({ figure }) => figure === 'P4')
    .map(({ plot, details }) => `${withUnit(details[0]!.value, 'ms')} at ${format(plot!.x)} orders/s`);
  return p50 === undefined || tails.length === 0
    ? undefined
    : `**How long does an assignment take?** The engine answers with the driver after ${withUnit(p50, 'ms')} (p50, one order at a time). The p99 is ${listed(tails)}.`;
}

function shopWaiting(rows: readonly Row[]): string[] {
  const shop = rows.filter(({ figure, title }) => figure === 'P10' && title.includes('p99 over idle p50'));
  if (shop.length === 0) {
    return [];
  }
  const idle = shop[0]!.details.find(({ name }) => name === 'p50 idle')!.value;
  const tails = shop.map(({ title, details }) => {
    const rate = /at (\d+) orders/.exec(title)![1];
    return `${withUnit(details[0]!.value, 'ms')} at ${rate} orders/s`;
  });
  return [
    `From the payment in Vendure to the assignment in Vendure it takes ${withUnit(idle, 'ms')} when the shop is idle (p50). The p99 is ${listed(tails)}.`,
  ];
}

function secondEngine(micros: number | undefined): string | undefined {
  return micros === undefined
    ? undefined
    : `**When is a second engine needed?** An engine is one process and uses one core, ${withUnit(micros, 'µs')} of it for an order. It is full at ${format(1e6 / micros)} orders/s. Below, a second engine is for availability: if one stops, the other continues its work.`;
}

function listed(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}
