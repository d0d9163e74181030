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
import { PlaceDialog } from './place-dialog';
import { ReassignDialog } from './reassign-dialog';
import { useDeliveryMutations } from './use-delivery-mutations';

/** What people may do about a delivery as it stands; the first thing at hand, all of it in a menu. */
export function DeliveryActions({ delivery }: Readonly<{ delivery: DeliveryDetail }>) {
  const { t } = useLingui();
  const [dialog, setDialog] = useState<'place' | 'assign' | 'reassign' | 'cancel'>();
  const { markReady, redispatch, resetCodes } = useDeliveryMutations(delivery);
  const closeDialog = () => setDialog(undefined);
  const { ref: group, ...keptFocus } = useKeptFocus<HTMLDivElement>();
  const menu = useRef<HTMLButtonElement>(null);
  const giveBack = () => menu.current ?? group.current;

  const actions = actionsFor(delivery);
  const [first] = actions;
  const carryOut = (action: DeliveryAction) => {
    switch (action.name) {
      case 'markReady':
        return markReady.mutate();
      case 'redispatch':
        return redispatch.mutate();
      case 'resetCodes':
        return resetCodes.mutate();
      case 'place':
      case 'assign':
      case 'reassign':
      case 'cancel':
        return setDialog(action.name);
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
              variant={first.name === 'cancel' || first.name === 'reassign' ? 'outline' : 'default'}
              onClick={() => carryOut(first)}
            >
              <first.icon aria-hidden />
              {t(first.label)}
            </Button>
            <DropdownMenu>
              <DropdownMenuTrigger
                ref={menu}
                render={
                  <Button
                    type="button"
                    variant="outline"
                    className={cn(actions.length === 1 && 'sm:hidden')}
                  />
                }
              >
                <Trans>Actions</Trans>
                <ChevronDownIcon aria-hidden />
              </DropdownMenuTrigger>
              <DropdownMenuContent align="end" className="w-auto">
                {actions.map((action) => (
                  <DropdownMenuItem
                    key={action.name}
                    variant={action.name === 'cancel' ? 'destructive' : 'default'}
                    onClick={() => carryOut(action)}
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
      <PlaceDialog delivery={delivery} open={dialog === 'place'} onClose={closeDialog} giveBack={giveBack} />
      <ReassignDialog
        delivery={delivery}
        open={dialog === 'reassign'}
        onClose={closeDialog}
        giveBack={giveBack}
      />
      <AssignDialog
        delivery={delivery}
        open={dialog === 'assign'}
        onClose={closeDialog}
        giveBack={giveBack}
      />
      <CancelDialog
        delivery={delivery}
        open={dialog === 'cancel'}
        onClose={closeDialog}
        giveBack={giveBack}
      />
    </>
  );
}
