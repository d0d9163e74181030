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
import { useKeptFocus } from '../../display/use-kept-focus';
import type { DeliveryDetail } from '../detail/delivery-detail-document';
import { actionsFor, type DeliveryAction } from './actions-for';
import { AssignDialog } from './assign-dialog';
import { CancelDialog } from './cancel-dialog';
import { EndDialog } from './end-dialog';
import { PlaceDialog } from './place-dialog';
import { ReassignDialog } from './reassign-dialog';
import { useDeliveryMutations } from './use-delivery-mutations';

/** What people may do about a delivery as it stands; the first thing at hand, all of it in a menu. */
export function DeliveryActions({ delivery }: Readonly<{ delivery: DeliveryDetail }>) {
  const { t } = useLingui();
  const [dialog, setDialog] = useState<'place' | 'assign' | 'reassign' | 'end' | 'cancel'>();
  const { markReady, redispatch, resetCodes } = useDeliveryMutations(delivery);
  const closeDialog = () => setDialog(undefined);
  const { ref: group, ...keptFocus } = useKeptFocus<HTMLDivElement>();
  const menu = useRef<HTMLButtonElement>(null);
  // A dialog that was opened from the menu has the focus, which the menu would take to its button as it closes.
  const menuLedOn = useRef(false);
  const giveBack = () => menu.current ?? group.current;
  const shared = { delivery, onClose: closeDialog, giveBack };

  const actions = actionsFor(delivery);
  const [first] = actions;
  /** @returns whether a dialog asks for more */
  const carryOut = (action: DeliveryAction): boolean => {
    switch (action.name) {
      case 'markReady':
        markReady.mutate();
        return false;
      case 'redispatch':
        redispatch.mutate();
        return false;
      case 'resetCodes':
        resetCodes.mutate();
        return false;
      case 'place':
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
      <div ref={group} {...keptFocus} role="group" aria-label={t`What may be done`} className="flex gap-2">
        {first && (
          <>
            <Button
              type="button"
              className="hidden sm:inline-flex"
              variant={['cancel', 'end', 'reassign'].includes(first.name) ? 'outline' : 'default'}
              onClick={() => carryOut(first)}
            >
              <first.icon aria-hidden />
              {t(first.label)}
            </Button>
            <DropdownMenu
              onOpenChange={(open) => {
                if (open) {
                  menuLedOn.current = false;
                }
              }}
            >
              <DropdownMenuTrigger ref={menu} render={<Button type="button" variant="outline" />}>
                <Trans>Actions</Trans>
                <ChevronDownIcon aria-hidden />
              </DropdownMenuTrigger>
              <DropdownMenuContent align="end" className="w-auto" finalFocus={() => !menuLedOn.current}>
                {actions.map((action) => (
                  <DropdownMenuItem
                    key={action.name}
                    variant={action.name === 'cancel' ? 'destructive' : 'default'}
                    onClick={() => {
                      menuLedOn.current = carryOut(action);
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
      <PlaceDialog {...shared} open={dialog === 'place'} />
      <AssignDialog {...shared} open={dialog === 'assign'} />
      <ReassignDialog {...shared} open={dialog === 'reassign'} />
      <EndDialog {...shared} open={dialog === 'end'} />
      <CancelDialog {...shared} open={dialog === 'cancel'} />
    </>
  );
}
