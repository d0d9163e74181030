import { Trans, useLingui } from '@lingui/react/macro';
import {
  Button,
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from '@vendure/dashboard';
import { ChevronDownIcon } from 'lucide-react';
import { useRef, useState } from 'react';
import { useRetainedFocus } from '../../display/use-retained-focus';
import type { DeliveryDetail } from '../detail/delivery-detail-document';
import { actionsFor, type DeliveryAction } from './actions-for';
import { AssignDialog } from './assign-dialog';
import { CancelDialog } from './cancel-dialog';
import { EndDialog } from './end-dialog';
import { DropoffDialog } from './dropoff-dialog';
import { ReassignDialog } from './reassign-dialog';
import { useDeliveryMutations } from './use-delivery-mutations';

/** The actions for a delivery: the first as a button, all of them in a menu. */
export function DeliveryActions({ delivery }: Readonly<{ delivery: DeliveryDetail }>) {
  const { t } = useLingui();
  const [dialog, setDialog] = useState<'setDropoff' | 'assign' | 'reassign' | 'end' | 'cancel'>();
  const { markReady, redispatch, resetPinAttempts, cancel } = useDeliveryMutations(delivery);
  const closeDialog = () => setDialog(undefined);
  const { ref: group, ...retainedFocus } = useRetainedFocus<HTMLDivElement>();
  const menu = useRef<HTMLButtonElement>(null);
  // Without this flag the closing menu would take the focus from a dialog that was opened from it.
  const openedDialog = useRef(false);
  const returnFocusTo = () => menu.current ?? group.current;
  const shared = { delivery, onClose: closeDialog, returnFocusTo };

  const actions = actionsFor(delivery);
  const [first] = actions;
  /** @returns whether the action has opened a dialog */
  const runAction = (action: DeliveryAction): boolean => {
    switch (action.name) {
      case 'markReady':
        markReady.mutate();
        return false;
      case 'redispatch':
        redispatch.mutate();
        return false;
      case 'resetPinAttempts':
        resetPinAttempts.mutate();
        return false;
      case 'setDropoff':
      case 'assign':
      case 'reassign':
      case 'end':
      case 'cancel':
        setDialog(action.name);
        return true;
    }
  };

  return (
    <>
      <div ref={group} {...retainedFocus} role="group" aria-label={t`Actions`} className="flex gap-2">
        {first && (
          <>
            <Button
              type="button"
              variant={['cancel', 'end', 'reassign'].includes(first.name) ? 'outline' : 'default'}
              onClick={() => runAction(first)}
            >
              <first.icon aria-hidden />
              {t(first.label)}
            </Button>
            <DropdownMenu
              onOpenChange={(open) => {
                if (open) {
                  openedDialog.current = false;
                }
              }}
            >
              <DropdownMenuTrigger ref={menu} render={<Button type="button" variant="outline" />}>
                <Trans>Actions</Trans>
                <ChevronDownIcon aria-hidden />
              </DropdownMenuTrigger>
              <DropdownMenuContent align="end" className="w-auto" finalFocus={() => !openedDialog.current}>
                {actions.map((action) => (
                  <DropdownMenuItem
                    key={action.name}
                    variant={action.name === 'cancel' ? 'destructive' : 'default'}
                    onClick={() => {
                      openedDialog.current = runAction(action);
                    }}
                  >
                    <action.icon aria-hidden />
                    {t(action.label)}
                  </DropdownMenuItem>
                ))}
              </DropdownMenuContent>
            </DropdownMenu>
          </>
        )}
      </div>
      <DropoffDialog {...shared} open={dialog === 'setDropoff'} />
      <AssignDialog {...shared} open={dialog === 'assign'} />
      <ReassignDialog {...shared} open={dialog === 'reassign'} />
      <EndDialog {...shared} open={dialog === 'end'} />
      <CancelDialog
        title={<Trans>Cancel delivery of {delivery.orderCode}?</Trans>}
        count={1}
        open={dialog === 'cancel'}
        pending={cancel.isPending}
        onConfirm={(reason) => cancel.mutate(reason, { onSettled: closeDialog })}
        onClose={closeDialog}
        returnFocusTo={returnFocusTo}
      />
    </>
  );
}
