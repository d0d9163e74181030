import { Trans, useLingui } from '@lingui/react/macro';
import { useEffect, useRef, type PointerEvent, type ReactElement, type RefObject } from 'react';

/** Pixels of the image, which is stored in the colours of paper in both themes. */
const WIDTH = 600;
const HEIGHT = 240;

interface SignaturePadProps {
  canvas: RefObject<HTMLCanvasElement | null>;
  /** A new function clears the field. */
  onChange: (isSigned: boolean) => void;
}

/** A field in which the receiver signs with a finger. Receivers who can't sign give their name instead. */
export function SignaturePad({ canvas, onChange }: SignaturePadProps): ReactElement {
  const { t } = useLingui();
  const isDrawing = useRef(false);
  useEffect(() => {
    clear(canvas.current!);
    onChange(false);
  }, [canvas, onChange]);

  const begin = (event: PointerEvent<HTMLCanvasElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    isDrawing.current = true;
    const context = event.currentTarget.getContext('2d')!;
    context.beginPath();
    context.moveTo(...positionOf(event));
  };
  const draw = (event: PointerEvent<HTMLCanvasElement>) => {
    if (!isDrawing.current) {
      return;
    }
    const context = event.currentTarget.getContext('2d')!;
    context.lineTo(...positionOf(event));
    context.stroke();
    onChange(true);
  };

  return (
    <div className="signature">
      <strong>
        <Trans>Signature of the receiver</Trans>
      </strong>
      <canvas
        ref={canvas}
        width={WIDTH}
        height={HEIGHT}
        role="img"
        aria-label={t`Field for the signature`}
        onPointerDown={begin}
        onPointerMove={draw}
        onPointerUp={() => (isDrawing.current = false)}
      />
      <button
        type="button"
        className="link"
        onClick={() => {
          clear(canvas.current!);
          onChange(false);
        }}
      >
        <Trans>Clear</Trans>
      </button>
    </div>
  );
}

function clear(canvas: HTMLCanvasElement): void {
  const context = canvas.getContext('2d')!;
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.strokeStyle = '#111';
  context.lineWidth = 4;
  context.lineCap = 'round';
  context.lineJoin = 'round';
}

/** The position of a pointer in the pixels of the image. */
function positionOf({ clientX, clientY, currentTarget }: PointerEvent<HTMLCanvasElement>): [number, number] {
  const { left, top, width, height } = currentTarget.getBoundingClientRect();
  return [((clientX - left) / width) * WIDTH, ((clientY - top) / height) * HEIGHT];
}
