/** What a delivery costs by its distance. Prices are in the smallest unit of the currency. */
export interface DistanceTariff {
  base: number;
  perKm: number;
  /** Up to so many metres the price; in place of the base, in any order. */
  steps: readonly PriceStep[];
  /** Goods worth so much are delivered for free; 0 never. */
  freeAbove: number;
}

export interface PriceStep {
  upToMetres: number;
  price: number;
}

/**
 * The price of a delivery, in the smallest unit of the currency. Without steps it is the base and so much for each
 * kilometre, in parts. With steps it is the price of the first that reaches so far; beyond the last, the price of the
 * last and so much for each kilometre from there on.
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
 * The steps of texts such as `3000: 290`, up to 3 km for 2.90.
 *
 * @throws Error naming the text that is none
 */
export function parseSteps(texts: readonly string[]): PriceStep[] {
  return texts
    .filter((text) => text.trim())
    .map((text) => {
      const [, upToMetres, price] = /^\s*(\d+)\s*:\s*(\d+)\s*$/.exec(text) ?? [];
      if (!upToMetres || !price) {
        throw new Error(`"${text}" is no step: write metres, a colon and a price, such as 3000: 290`);
      }
      return { upToMetres: Number(upToMetres), price: Number(price) };
    });
}
