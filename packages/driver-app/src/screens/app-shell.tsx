import { Trans } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import { applySteps } from '../delivery/apply-steps';
import { DeliveredMessage } from './delivered-message';
import { DeliveryScreen } from './delivery-screen';
import { DutyScreen } from './duty-screen';
import { FailScreen } from './fail-screen';
import { Header } from './header';
import { MessagesScreen } from './messages-screen';
import { OfferScreen } from './offer-screen';
import { Notices } from './notices';
import { ProofScreen } from './proof-screen';
import { ScreenFrame } from './screen-frame';
import { SignInScreen } from './sign-in-screen';
import { SignOutScreen } from './sign-out-screen';
import { TodayScreen } from './today-screen';
import { TrackingScreen } from './tracking-screen';
import { UnsentScreen } from './unsent-screen';
import { WorkingHoursReminder } from './working-hours-reminder';
import { useAppState } from './use-app';
import { useScreen } from './use-screen';

/** The whole app: the header, the messages to the driver, and one screen. */
export function AppShell(): ReactElement {
  const { phase } = useAppState();
  if (phase === 'signed_in') {
    return (
      <>
        <Header />
        <main>
          <Notices />
          <DeliveredMessage />
          <WorkingHoursReminder />
          <OfferOrScreen />
        </main>
      </>
    );
  }
  return <main>{phase === 'starting' ? <Loading /> : <SignInScreen />}</main>;
}

/** An offer comes before every screen, because it is valid for a short time. */
function OfferOrScreen(): ReactElement {
  const { self } = useAppState();
  if (self?.offer && !self.task) {
    return (
      <OfferScreen key={self.offer.offerId} offer={self.offer}>
        <SignedInScreen />
      </OfferScreen>
    );
  }
  return <SignedInScreen />;
}

function SignedInScreen(): ReactElement {
  const { self, steps } = useAppState();
  const screen = useScreen();
  switch (screen) {
    case 'today':
      return <TodayScreen />;
    case 'tracking':
      return <TrackingScreen />;
    case 'unsent':
      return <UnsentScreen />;
    case 'sign-out':
      return <SignOutScreen />;
    default:
      break;
  }
  if (!self) {
    return <Loading />;
  }
  const { status, task } = applySteps(self, steps);
  if (!task) {
    return <DutyScreen onDuty={status !== 'OFFLINE'} />;
  }
  switch (screen) {
    case 'proof':
      return <ProofScreen key={task.deliveryId} task={task} />;
    case 'messages':
      return <MessagesScreen key={task.deliveryId} task={task} />;
    case 'fail':
      return <FailScreen key={`${task.deliveryId} ${task.state}`} task={task} />;
    default:
      return <DeliveryScreen key={`${task.deliveryId} ${task.state}`} task={task} />;
  }
}

function Loading(): ReactElement {
  return <ScreenFrame title={<Trans>Loading …</Trans>} />;
}
