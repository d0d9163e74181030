/** Tariff by distance. Prices are in the smallest unit of the currency. */
export interface DistanceTariff {
  base: number;
  perKm: number;
  /** Fixed prices up to a distance. They replace the base price. Any order. */
  steps: readonly PriceStep[];
  /** Delivery is free from this value of goods; 0 for never. */
  freeAbove: number;
}

export interface PriceStep {
  upToMetres: number;
  price: number;
}

/**
 * Returns the price of a delivery in the smallest unit of the currency. Without steps it is the base price plus the price
 * per kilometre, pro rata. With steps it is the price of the first step that covers the distance; beyond the last step the
 * price per kilometre is added to its price.
 *
 * @param goodsValue in the same unit as the tariff
 */
export function distancePrice(tariff: DistanceTariff, metres: number, goodsValue: number): number {
  if (tariff.freeAbove > 0 && goodsValue >= tariff.freeAbove) {
    return 0;
  }
  const steps = [...tariff.steps].sort((a, b) => a.upToMetres - b.upToMetres);
  const step = steps.find(({ upToMetres }) => metres <= upToMetres);
  if (step) {
    return step.price;
  }
  const last = steps.at(-1) ?? { upToMetres: 0, price: tariff.base };
  return last.price + Math.round((tariff.perKm * (metres - last.upToMetres)) / 1000);
}

/**
 * Parses steps such as `3000: 290` (2.90 up to 3 km).
 *
 * @throws Error with an invalid text
 */
export function parseSteps(texts: readonly string[]): PriceStep[] {
  return texts
    .filter((text) => text.trim())
    .map((text) => {
      const [, upToMetres, price] = /^\s*(\d+)\s*:\s*(\d+)\s*$/.exec(text) ?? [];
      if (!upToMetres || !price) {
        throw new Error(`"${text}" is not a valid step: use metres, a colon and a price, such as 3000: 290`);
      }
      return { upToMetres: Number(upToMetres), price: Number(price) };
    });
}
