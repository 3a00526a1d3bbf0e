// The door as it is known to stand. The leaf is drawn where the door last said it was and glides there;
// where nobody knows, there is no leaf.
import type { JSX } from 'preact';

const OPENING = { x: 44, y: 56, width: 272, height: 164 };
const SECTION = 41;

// Of an open door the lowest edge stays in sight, as it does in a garage.
const TRAVEL = OPENING.height - 8;

// Four sections of four panels; the topmost has panes.
const row = (y: number): string => [10, 75, 140, 205].map((x) => `M${x} ${y}h57v22h-57z`).join('');
const PANES = row(9);
const PANELS = row(9 + SECTION) + row(9 + 2 * SECTION) + row(9 + 3 * SECTION);
const SEAMS = [1, 2, 3].map((n) => `M0 ${n * SECTION}h272`).join('');

const Leaf = ({ position }: { position: number }): JSX.Element => (
    <g class="leaves" style={{ '--raise': `${(-TRAVEL * position) / 100}px` }}>
        <path class="leaf" d="M0 0h272v164H0z" />
        <path class="panel" d={PANELS + SEAMS} />
        <path class="pane" d={PANES} />
        <path class="seal" d="M0 159h272v5H0z" />
        <path class="grip" d="M122 150h28v4h-28z" />
    </g>
);

const Car = (): JSX.Element => (
    <g>
        <path class="light" d="M106 0h60l44 164H62z" />
        <path class="floor" d="M0 146h272v18H0z" />
        <path class="car" d="M84 148v-26q0-10 9-13l9-22q4-9 14-9h40q10 0 14 9l9 22q9 3 9 13v26h-18v-7h-68v7z" />
        <path class="glass" d="M111 107l7-17q1-4 6-4h24q5 0 6 4l7 17z" />
        <path class="lamp" d="M93 119h16v8H93zM163 119h16v8h-16z" />
    </g>
);

export const DoorPicture = ({ position }: { position: number | null }): JSX.Element => (
    <svg class="picture" viewBox="0 0 360 240" aria-hidden="true">
        <path class="sky" d="M0 0h360v240H0z" />
        <path class="roof" d="M0 40 180 8l180 32v8H0z" />
        <path class="wall" d="M0 44h360v178H0z" />
        <path class="frame" d="M36 48h288v174H36z" />
        <svg {...OPENING}>
            <path class="inside" d="M0 0h272v164H0z" />
            {position === null ? (
                <text x="136" y="112">
                    ?
                </text>
            ) : (
                <>
                    <Car />
                    <Leaf position={position} />
                </>
            )}
        </svg>
        <circle class="glow" cx="340" cy="84" r="16" />
        <circle class="signal" cx="340" cy="84" r="6" />
        <path class="lawn" d="M0 222h360v18H0z" />
        <path class="drive" d="M36 222h288l18 18H18z" />
    </svg>
);
