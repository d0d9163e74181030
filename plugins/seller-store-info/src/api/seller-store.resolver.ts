import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { WEEKDAYS, type OpeningPeriod } from '../opening-hours/opening-hours';
import { opennessAt } from '../opening-hours/openness';
import type { Store } from '../stores/store';

interface OpeningHoursAnswer {
  weekdays: Array<{ weekday: string; periods: OpeningPeriod[] }>;
  exceptions: Array<{ date: string; periods: OpeningPeriod[] }>;
}

/** What a `SellerStore` says of when it is open. */
@Resolver('SellerStore')
export class SellerStoreResolver {
  @ResolveField()
  openingHours(@Parent() { openingHours }: Store): OpeningHoursAnswer | undefined {
    return (
      openingHours && {
        weekdays: WEEKDAYS.map((weekday) => ({
          weekday: weekday.toUpperCase(),
          periods: openingHours.weekdays[weekday] ?? [],
        })),
        exceptions: openingHours.exceptions,
      }
    );
  }

  @ResolveField()
  openNow(@Parent() store: Store): boolean {
    return opennessAt(store, new Date()).open;
  }

  @ResolveField()
  closesAt(@Parent() store: Store): Date | undefined {
    const openness = opennessAt(store, new Date());
    return openness.open ? openness.until : undefined;
  }

  @ResolveField()
  opensAt(@Parent() store: Store): Date | undefined {
    const openness = opennessAt(store, new Date());
    return openness.open ? undefined : openness.opensAt;
  }
}
