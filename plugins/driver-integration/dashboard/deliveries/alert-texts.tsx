import { Moment } from '../display/moment';
import { ALERTS } from '../words/code-texts';
import { useCodeText } from '../words/use-code-text';
import type { Alerted } from './is-alerted';

/** The open alerts of a delivery with their age. */
export function AlertTexts({ delivery }: Readonly<{ delivery: Alerted }>) {
  const getAlertText = useCodeText(ALERTS);
  const { state, noProgressSince, driverSilentSince, noShowSince } = delivery;
  const noProgress = state === 'PICKED_UP' ? 'delivery.not_ended' : 'delivery.not_picked_up';
  return (
    <>
      {noProgressSince && (
        <span className="block">
          {getAlertText(noProgress)} (<Moment at={noProgressSince} />)
        </span>
      )}
      {driverSilentSince && (
        <span className="block">
          {getAlertText('delivery.driver_silent')} (<Moment at={driverSilentSince} />)
        </span>
      )}
      {noShowSince && (
        <span className="block">
          {getAlertText('delivery.no_show')} (<Moment at={noShowSince} />)
        </span>
      )}
    </>
  );
}
