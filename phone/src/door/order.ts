// Which of a door's two words is the later: boot, turn, event, sequence, and at last its clock
// (docs/protocol.md, "What clients must do").
import type { Epoch } from '../protocol/epoch';

/** Sequence wraps at 65,536; within one turn two of them are never half of that apart. */
export const isAtOrAfter = (left: number, right: number): boolean =>
    ((left - right) & 0xffff) < 0x8000;

function sequenceOrder(left: number, right: number): number {
    if (left === right) {
        return 0;
    }
    return isAtOrAfter(left, right) ? 1 : -1;
}

export function isLater(left: Epoch, right: Epoch): boolean {
    const orders = [
        left.boot - right.boot,
        left.turn - right.turn,
        left.event - right.event,
        sequenceOrder(left.sequence, right.sequence),
        left.unixSeconds - right.unixSeconds,
    ];
    return (orders.find((order) => order !== 0) ?? 0) > 0;
}
