import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { WEEKDAYS, type OpeningPeriod } from '../opening-hours/opening-hours';
import { openingStatusAt } from '../opening-hours/opening-status';
import type { Store } from '../stores/store';

interface OpeningHoursAnswer {
  weekdays: Array<{ weekday: string; periods: OpeningPeriod[] }>;
  exceptions: Array<{ date: string; periods: OpeningPeriod[] }>;
}

/** The opening hours and opening status of a `SellerStore`. */
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
    return openingStatusAt(store, new Date()).open;
  }

  @ResolveField()
  closesAt(@Parent() store: Store): Date | undefined {
    const status = openingStatusAt(store, new Date());
    return status.open ? status.until : undefined;
  }

  @ResolveField()
  opensAt(@Parent() store: Store): Date | undefined {
    const status = openingStatusAt(store, new Date());
    return status.open ? undefined : status.opensAt;
  }
}
